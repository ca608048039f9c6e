namespace TinyBase.Client;

/// <summary>What an application token may do, and nothing else.</summary>
public sealed record ApplicationTokenScopes
{
    /// <summary>Whether it may do whatever an admin may; then the others do not count. Default: false.</summary>
    public bool Admin { get; init; }

    /// <summary>
    /// What it may do with the records of collections, by name: <c>list</c>, <c>read</c>, <c>create</c>, <c>update</c>, <c>delete</c>;
    /// <c>*</c> stands for all other collections. Default: nothing.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Collections { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The functions that it may call; <c>*</c> stands for all. Default: none.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Whether it may read what was measured, for Prometheus. Default: false.</summary>
    public bool Metrics { get; init; }
}
