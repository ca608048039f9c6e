using System.Text.Json;

namespace TinyBase.Collections;

/// <summary>A collection as an admin defined it and the database keeps it.</summary>
internal sealed record CollectionDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Label { get; init; }

    /// <summary>The schema as it was given, unknown keys included.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>The options as they were given, unknown keys included.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>Counts up with each change of schema or options.</summary>
    public required long SchemaVersion { get; init; }

    /// <summary>How many fields were removed so far; their columns are kept under numbered names.</summary>
    public required long RemovedFields { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }
}
