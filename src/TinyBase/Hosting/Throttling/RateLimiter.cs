using TinyBase.Configuration;

namespace TinyBase.Hosting.Throttling;

/// <summary>Counts the requests of each address to each operation in windows of a minute that the first request begins.</summary>
internal sealed class RateLimiter(CurrentSettings settings, TimeProvider clock)
{
    /// <summary>How many addresses are counted by themselves, for each operation.</summary>
    public const int MaxAddresses = 50_000;

    private const int SharedWindows = 4096;

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly KeyedHash _hash = new();
    private readonly Dictionary<string, BoundedTable<ClientAddress, Window>> _operations = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>How many addresses are being counted, over all operations.</summary>
    public int Addresses
    {
        get
        {
            lock (_gate) return _operations.Values.Sum(table => table.Count);
        }
    }

    /// <summary>Counts a request.</summary>
    /// <returns>How long to wait for the next window if the limit is reached; null if the request may go on.</returns>
    public TimeSpan? Take(string operation, RateLimit limit, ClientAddress address)
    {
        if (!settings.Options.RateLimit.Enabled) return null;
        var now = clock.GetElapsedTime(0);
        lock (_gate)
        {
            if (!_operations.TryGetValue(operation, out var windows)) _operations[operation] = windows = NewTable();
            var window = windows.FindOrAdd(address, now);
            if (window.IsExpired(now)) window.Begin(now + Length);
            return window.TryCount(limit.PerMinute) ? null : window.Ends - now;
        }
    }

    /// <summary>Addresses that find no room share a window with their network, whoever's flood it is that took the room.</summary>
    private BoundedTable<ClientAddress, Window> NewTable() => new(MaxAddresses, SharedWindows, address => _hash.Of(address.Network));

    private sealed class Window : IExpiring
    {
        private int _count;

        public TimeSpan Ends { get; private set; }

        public bool IsExpired(TimeSpan now) => now >= Ends;

        public void Begin(TimeSpan ends) => (Ends, _count) = (ends, 0);

        public bool TryCount(int limit)
        {
            if (_count >= limit) return false;
            _count++;
            return true;
        }
    }
}
