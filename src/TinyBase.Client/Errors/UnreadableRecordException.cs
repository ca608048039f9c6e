using System.Text.Json;

namespace TinyBase.Client;

/// <summary>
/// The data of a record cannot be read as the type that the caller wants. The record itself is there: where the call was to create or change it
/// (<see cref="IsSaved"/>), that is done, and to repeat a create would make a second one.
/// </summary>
public sealed class UnreadableRecordException : JsonException
{
    internal UnreadableRecordException(Guid id, string? etag, bool isSaved, Type type, Exception cause)
        : base(
            $"Record {id} {(isSaved ? "is saved, but its data" : "has data that")} cannot be read as {type}: {cause.Message}",
            (cause as JsonException)?.Path,
            (cause as JsonException)?.LineNumber,
            (cause as JsonException)?.BytePositionInLine,
            cause)
    {
        Id = id;
        ETag = etag;
        IsSaved = isSaved;
    }

    /// <summary>The id of the record.</summary>
    public Guid Id { get; }

    /// <summary>The version of the record, as in <see cref="Record{T}.ETag"/>; null where the answer does not tell it.</summary>
    public string? ETag { get; }

    /// <summary>Whether the call created or changed the record. False for calls that only read.</summary>
    public bool IsSaved { get; }
}
