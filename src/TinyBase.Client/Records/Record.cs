namespace TinyBase.Client;

/// <summary>A record of a collection.</summary>
/// <typeparam name="T">The type of its data.</typeparam>
public sealed record Record<T>
{
    /// <summary>The id of the record. Later records have greater ids (UUID version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The id of the collection.</summary>
    public required Guid CollectionId { get; init; }

    /// <summary>The user who created it; null if nobody owns it.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>The values of its fields.</summary>
    public required T Data { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// The version of the record as the server calls it (header <c>ETag</c>), for changes that depend on it. Null in lists, which do not tell it.
    /// </summary>
    public string? ETag { get; init; }
}
