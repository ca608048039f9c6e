using System.Collections.Immutable;

using TinyBase.Hosting;

namespace TinyBase.Auth;

/// <summary>
/// The users who were deleted lately. A request that was let in before adds no more records in their name: those would belong to an id
/// that is nobody's.
/// </summary>
internal sealed class DeletedUsers
{
    /// <summary>Requests end long before as many more users are deleted.</summary>
    private const int Kept = 10_000;

    private readonly Queue<string> _order = new();
    private volatile ImmutableHashSet<string> _ids = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether a caller is one of them.</summary>
    public bool Contains(Caller caller) => _ids is { IsEmpty: false } ids && caller.Id is { } id && ids.Contains(id);

    /// <summary>Adds a user. Called on the writer only.</summary>
    public void Add(string id)
    {
        var ids = _ids;
        if (_order.Count == Kept) ids = ids.Remove(_order.Dequeue());
        _order.Enqueue(id);
        _ids = ids.Add(id);
    }
}
