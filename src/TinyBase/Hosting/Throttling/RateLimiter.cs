using System.Text;

using TinyBase.Configuration;

namespace TinyBase.Hosting.Throttling;

/// <summary>
/// Counts requests in windows of a minute that the first one begins: those of each address to each operation that has a limit, those of
/// each anonymous address to all of the API, and those of each user or program.
/// </summary>
internal sealed class RateLimiter(CurrentSettings settings, TimeProvider clock)
{
    /// <summary>How many addresses are counted by themselves, for each operation.</summary>
    public const int MaxAddresses = 50_000;

    private const int SharedWindows = 4096;

    /// <summary>What all requests without a known caller are counted as; no operation is called so.</summary>
    private const string Anonymous = "anonymous";

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly KeyedHash _hash = new();
    private readonly Dictionary<string, BoundedTable<ClientAddress, Window>> _operations = new(StringComparer.Ordinal);
    private readonly BoundedTable<UInt128, Window> _callers = new(MaxAddresses, SharedWindows, caller => caller);
    private readonly Lock _gate = new();

    /// <summary>How many addresses are being counted, over all operations.</summary>
    public int Addresses
    {
        get
        {
            lock (_gate) return _operations.Values.Sum(table => table.Count);
        }
    }

    private RateLimitOptions Options => settings.Options.RateLimit;

    /// <summary>Counts a request to an operation that has a limit of its own.</summary>
    public RateLimitState Take(string operation, RateLimit limit, ClientAddress address) => Take(operation, limit.PerMinute(Options), address);

    /// <summary>Whether requests of a caller are counted at all.</summary>
    public bool Counts(Caller caller) => caller.IsAnonymous ? Options.AnonymousPerMinute > 0 : Options.UserPerMinute > 0;

    /// <summary>Counts a request to any operation: of an address where nobody is known, else of the user or program.</summary>
    public RateLimitState Take(Caller caller, ClientAddress address)
    {
        if (caller.IsAnonymous) return Take(Anonymous, Options.AnonymousPerMinute, address);
        var perMinute = Options.UserPerMinute;
        if (!Options.Enabled || (caller.Id ?? caller.ApplicationId) is not { } id) return default;
        var now = clock.GetElapsedTime(0);
        var key = _hash.Of(Encoding.ASCII.GetBytes(id));
        lock (_gate) return Count(_callers.FindOrAdd(key, now), perMinute, now);
    }

    private RateLimitState Take(string operation, int perMinute, ClientAddress address)
    {
        if (!Options.Enabled || perMinute == 0) return default;
        var now = clock.GetElapsedTime(0);
        lock (_gate)
        {
            if (!_operations.TryGetValue(operation, out var windows)) _operations[operation] = windows = NewTable();
            return Count(windows.FindOrAdd(address, now), perMinute, now);
        }
    }

    private static RateLimitState Count(Window window, int perMinute, TimeSpan now)
    {
        if (window.IsExpired(now)) window.Begin(now + Length);
        var isRefused = !window.TryCount(perMinute);
        return new RateLimitState(perMinute, Math.Max(0, perMinute - window.Counted), window.Ends - now, isRefused);
    }

    /// <summary>Addresses that find no room share a window with their network, whoever's flood it is that took the room.</summary>
    private BoundedTable<ClientAddress, Window> NewTable() => new(MaxAddresses, SharedWindows, address => _hash.Of(address.Network));

    private sealed class Window : IExpiring
    {
        public int Counted { get; private set; }

        public TimeSpan Ends { get; private set; }

        public bool IsExpired(TimeSpan now) => now >= Ends;

        public void Begin(TimeSpan ends) => (Ends, Counted) = (ends, 0);

        public bool TryCount(int limit)
        {
            if (Counted >= limit) return false;
            Counted++;
            return true;
        }
    }
}
