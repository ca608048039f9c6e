using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Throttling;

/// <summary>
/// From which addresses accounts have logged in lately. It is bounded by keeping two generations of accounts: who logs in again
/// moves to the younger one, and a full younger one replaces the older. Not for several threads at once.
/// </summary>
internal sealed class KnownAddresses
{
    /// <summary>How many addresses of an account are remembered, the latest ones.</summary>
    public const int MaxPerAccount = 8;

    public const int MaxPerGeneration = 25_000;

    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private Dictionary<UInt128, List<Known>> _young = [];
    private Dictionary<UInt128, List<Known>> _old = [];

    /// <summary>How many accounts are remembered.</summary>
    public int Accounts => _young.Count + _old.Count;

    public bool Contains(UInt128 account, ClientAddress address, TimeSpan now) =>
        (_young.GetValueOrDefault(account) ?? _old.GetValueOrDefault(account)) is { } addresses
        && addresses.Exists(known => known.Address == address && now - Memory < known.LastLogin);

    /// <summary>Remembers a login.</summary>
    public void Add(UInt128 account, ClientAddress address, TimeSpan now)
    {
        if (!_young.TryGetValue(account, out var addresses))
        {
            if (_young.Count >= MaxPerGeneration) (_old, _young) = (_young, []);
            if (!_old.Remove(account, out addresses)) addresses = new List<Known>(1);
            _young.Add(account, addresses);
        }

        addresses.RemoveAll(known => known.Address == address);
        if (addresses.Count == MaxPerAccount) addresses.RemoveAt(0);
        addresses.Add(new Known(address, now));
    }

    private readonly record struct Known(ClientAddress Address, TimeSpan LastLogin);
}
