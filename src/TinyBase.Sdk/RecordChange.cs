using System.Text.Json.Nodes;

namespace TinyBase;

/// <summary>What is about to happen to a record.</summary>
public enum RecordChangeKind
{
    /// <summary>It is added.</summary>
    Create,

    /// <summary>Some of its fields change.</summary>
    Update,

    /// <summary>It goes.</summary>
    Delete,
}

/// <summary>A change of a record before it is written, as a hook sees it.</summary>
public sealed class RecordChange
{
    private readonly List<(string Collection, JsonObject Data)> _creates = [];

    /// <summary>The name of the collection.</summary>
    public required string Collection { get; init; }

    /// <summary>What is about to happen.</summary>
    public required RecordChangeKind Kind { get; init; }

    /// <summary>The id of the record; null while it is being created, since ids are given in the order of the writes.</summary>
    public Guid? Id { get; init; }

    /// <summary>The fields as they are; null while the record is being created.</summary>
    public JsonObject? OldData { get; init; }

    /// <summary>
    /// The fields as they would be, validated, every declared field present. What a hook changes here is validated again and
    /// written. Null while the record is being deleted.
    /// </summary>
    public JsonObject? Data { get; init; }

    /// <summary>The acting user; null for nobody known.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Whether the acting user is an admin.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The id of the request, as its answer and the log have it.</summary>
    public required string RequestId { get; init; }

    /// <summary>The records that are written together with the change.</summary>
    public IReadOnlyList<(string Collection, JsonObject Data)> Creates => _creates;

    /// <summary>
    /// Adds a record in the same transaction as the change, whatever the acting user may do there: both are written or neither.
    /// It has no owner.
    /// </summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="data">The fields; if they are not valid there, the whole change fails.</param>
    public void Create(string collection, JsonObject data)
    {
        ArgumentException.ThrowIfNullOrEmpty(collection);
        ArgumentNullException.ThrowIfNull(data);
        _creates.Add((collection, data));
    }
}
