namespace TinyBase.Hosting.Throttling;

/// <summary>An entry that counts for nothing any more after a while.</summary>
internal interface IExpiring
{
    /// <summary>Whether it may be forgotten.</summary>
    bool IsExpired(TimeSpan now);
}

/// <summary>
/// Entries by key, up to a number. Where there is no room left, further keys share a fixed number of entries, so that whoever sends
/// ever new keys neither fills the memory nor goes uncounted. Not for several threads at once.
/// </summary>
/// <param name="capacity">How many keys have an entry of their own.</param>
/// <param name="shared">How many entries the others share.</param>
/// <param name="share">A hash of a key that nobody outside can foresee; it chooses the shared entry.</param>
internal sealed class BoundedTable<TKey, TEntry>(int capacity, int shared, Func<TKey, UInt128> share)
    where TKey : notnull
    where TEntry : class, IExpiring, new()
{
    /// <summary>Below this, nothing is looked through for what has expired.</summary>
    private const int FirstSweep = 1024;

    /// <summary>How long a full table waits before it looks for room again.</summary>
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TKey, TEntry> _own = [];
    private readonly TEntry?[] _shared = new TEntry?[shared];
    private int _sweepAt = Math.Min(FirstSweep, capacity);
    private TimeSpan _sweptAt = TimeSpan.MinValue;

    /// <summary>How many keys have an entry of their own now.</summary>
    public int Count => _own.Count;

    /// <summary>The entry that counts for a key, if there is one.</summary>
    public TEntry? Find(TKey key)
    {
        if (_own.TryGetValue(key, out var entry)) return entry;
        return _own.Count < capacity ? null : _shared[Slot(key)];
    }

    /// <summary>The entry that counts for a key, a new one if need be.</summary>
    public TEntry FindOrAdd(TKey key, TimeSpan now)
    {
        if (_own.TryGetValue(key, out var entry)) return entry;
        if (_own.Count >= _sweepAt) Sweep(now);
        if (_own.Count >= capacity) return _shared[Slot(key)] ??= new TEntry();
        return _own[key] = new TEntry();
    }

    /// <summary>Forgets a key.</summary>
    /// <returns>Whether it had an entry of its own; one that is shared stays, since it counts for others too.</returns>
    public bool Remove(TKey key) => _own.Remove(key);

    private int Slot(TKey key) => (int)(share(key) % (uint)shared);

    /// <summary>The larger the table, the rarer: each new entry pays for a look at two old ones at most.</summary>
    private void Sweep(TimeSpan now)
    {
        if (_own.Count >= capacity && now - SweepPause < _sweptAt) return;
        _sweptAt = now;
        foreach (var (key, entry) in _own)
        {
            if (entry.IsExpired(now)) _own.Remove(key);
        }

        _sweepAt = Math.Clamp(_own.Count * 2, Math.Min(FirstSweep, capacity), capacity);
        if (_own.Count < _own.Capacity / 4) _own.TrimExcess(_sweepAt);
    }
}
