using TinyBase.Configuration;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Throttling;

/// <summary>
/// How many passwords of one address are being worked on or wait for it, so that one client cannot take the whole line. It holds
/// no more entries than there are requests in flight.
/// </summary>
internal sealed class PasswordPlaces(CurrentSettings settings)
{
    /// <summary>How many places of the line one address can have.</summary>
    public const int MaxPerAddress = 4;

    /// <summary>What whoever wants more is told.</summary>
    public const string Refusal = "Too many passwords from your address are waiting to be checked. Try again in a moment.";

    /// <summary>About how long it takes until there is a place again.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ClientAddress, int> _taken = [];
    private readonly Lock _gate = new();

    /// <summary>How many addresses have a place now.</summary>
    public int Addresses
    {
        get
        {
            lock (_gate) return _taken.Count;
        }
    }

    /// <summary>Takes a place until it is disposed of.</summary>
    /// <returns>The place, or null if the address has as many as it may have.</returns>
    public Place? Take(ClientAddress address)
    {
        lock (_gate)
        {
            var taken = _taken.GetValueOrDefault(address);
            if (taken >= MaxPerAddress && settings.Options.RateLimit.Enabled) return null;
            _taken[address] = taken + 1;
        }

        return new Place(this, address);
    }

    private void Leave(ClientAddress address)
    {
        lock (_gate)
        {
            if (--_taken[address] == 0) _taken.Remove(address);
        }
    }

    /// <summary>A place in the line.</summary>
    public sealed class Place(PasswordPlaces places, ClientAddress address) : IDisposable
    {
        private PasswordPlaces? _places = places;

        public void Dispose()
        {
            _places?.Leave(address);
            _places = null;
        }
    }
}
