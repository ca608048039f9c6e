namespace TinyBase.Client;

/// <summary>A collection: what its records look like and who may do what with them.</summary>
public sealed record Collection
{
    /// <summary>The id of the collection.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name, which stands in paths.</summary>
    public required string Name { get; init; }

    /// <summary>The name for people.</summary>
    public required string Label { get; init; }

    /// <summary>What its records look like.</summary>
    public required CollectionSchema Schema { get; init; }

    /// <summary>Access rules and other options; null for callers who are not admins.</summary>
    public CollectionOptions? Options { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its label, schema or options last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
