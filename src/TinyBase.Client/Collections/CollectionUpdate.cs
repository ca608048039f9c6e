using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>What to change about a collection; what is null stays as it is.</summary>
public sealed record CollectionUpdate
{
    /// <summary>The new name for people.</summary>
    public string? Label { get; init; }

    /// <summary>The new schema, whole.</summary>
    public CollectionSchema? Schema { get; init; }

    /// <summary>The new options, whole.</summary>
    public CollectionOptions? Options { get; init; }

    /// <summary>Whether what fields held that were removed before is dropped for good. The default is false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PurgeRemoved { get; init; }
}
