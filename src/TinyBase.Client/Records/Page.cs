namespace TinyBase.Client;

/// <summary>A page of the records of a collection.</summary>
/// <typeparam name="T">The type of a record's data.</typeparam>
public sealed record Page<T>
{
    /// <summary>The records of the page.</summary>
    public required IReadOnlyList<Record<T>> Records { get; init; }

    /// <summary>How many records there are on all pages; null if they were not counted, or if it took too long to count what the filters hold for.</summary>
    public long? Total { get; init; }

    /// <summary>How many records a page has at most.</summary>
    public required int Limit { get; init; }

    /// <summary>How many records come before the page.</summary>
    public required long Offset { get; init; }

    /// <summary>The cursor for <see cref="ListQuery.After"/> that leads to the next page; null on the last one.</summary>
    public string? NextCursor { get; init; }
}
