using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>A record as the server sends it, its data not yet read as the caller's type.</summary>
internal sealed class RecordAnswer
{
    public required Guid Id { get; init; }

    public required Guid CollectionId { get; init; }

    public Guid? OwnerId { get; init; }

    public required JsonElement Data { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The record with its data as the caller's type.</summary>
    /// <param name="type">How the data is read.</param>
    /// <param name="etag">The version, if the answer tells it.</param>
    /// <param name="isSaved">Whether it is the answer to a create or an update.</param>
    /// <exception cref="UnreadableRecordException">The data cannot be read as that.</exception>
    public Record<T> ToRecord<T>(JsonTypeInfo<T> type, string? etag = null, bool isSaved = false) => new()
    {
        Id = Id,
        CollectionId = CollectionId,
        OwnerId = OwnerId,
        Data = Read(type, etag, isSaved),
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        ETag = etag,
    };

    private T Read<T>(JsonTypeInfo<T> type, string? etag, bool isSaved)
    {
        try
        {
            return Data.Deserialize(type) ?? throw new JsonException("It is null.");
        }
        // The type's own constructors and converters can throw anything, and what was saved stays saved.
        catch (Exception cause) when (isSaved || cause is JsonException)
        {
            throw new UnreadableRecordException(Id, etag, isSaved, typeof(T), cause);
        }
    }
}
