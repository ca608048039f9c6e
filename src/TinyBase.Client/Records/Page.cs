namespace TinyBase.Client;

/// <summary>A page of the records of a collection.</summary>
/// <typeparam name="T">The type of a record's data.</typeparam>
public sealed record Page<T>
{
    /// <summary>The records of the page.</summary>
    public required IReadOnlyList<Record<T>> Records { get; init; }

    /// <summary>How many records there are on all pages; null if they were not counted.</summary>
    public long? Total { get; init; }

    /// <summary>How many records a page has at most.</summary>
    public required int Limit { get; init; }

    /// <summary>How many records come before the page.</summary>
    public required long Offset { get; init; }
}
