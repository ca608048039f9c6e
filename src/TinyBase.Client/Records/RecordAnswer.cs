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

    public Record<T> ToRecord<T>(JsonTypeInfo<T> type, string? etag = null) => new()
    {
        Id = Id,
        CollectionId = CollectionId,
        OwnerId = OwnerId,
        Data = Data.Deserialize(type) ?? throw new JsonException($"Record {Id} has no data."),
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        ETag = etag,
    };
}
