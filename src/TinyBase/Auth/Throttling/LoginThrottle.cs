using System.Buffers.Binary;
using System.Text;

using TinyBase.Configuration;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Throttling;

/// <summary>
/// Slows the guessing of passwords. After a few wrong ones an account makes strangers wait, which are all addresses that it has
/// not logged in from lately; each address that it has, has a count of its own, so that nobody can lock its owner out. An
/// address that is wrong again and again waits too, whichever the accounts. Whether there is such an account makes no difference.
/// </summary>
internal sealed class LoginThrottle
{
    /// <summary>How many accounts, and how many addresses, are counted by themselves.</summary>
    public const int MaxEntries = 50_000;

    private const int SharedEntries = 4096;

    private readonly KeyedHash _hash = new();
    private readonly BoundedTable<UInt128, Failures> _accounts = new(MaxEntries, SharedEntries, subject => subject);
    private readonly BoundedTable<ClientAddress, Failures> _addresses;
    private readonly KnownAddresses _known = new();
    private readonly Lock _gate = new();
    private readonly CurrentSettings _settings;
    private readonly TimeProvider _clock;

    public LoginThrottle(CurrentSettings settings, TimeProvider clock)
    {
        _addresses = new(MaxEntries, SharedEntries, address => _hash.Of(address.Network));
        _settings = settings;
        _clock = clock;
    }

    /// <summary>How many accounts and addresses with failures are remembered.</summary>
    public int Entries
    {
        get
        {
            lock (_gate) return _accounts.Count + _addresses.Count;
        }
    }

    private TimeSpan Now => _clock.GetElapsedTime(0);

    /// <summary>Begins to check a password of an account.</summary>
    /// <param name="email">The account's e-mail address, whether there is such an account or not.</param>
    /// <param name="address">Where the password comes from.</param>
    /// <param name="wait">How long to wait, if there is no attempt now.</param>
    /// <returns>The attempt, which wants to know how it ended; null if it has to wait, and then nothing was counted.</returns>
    public LoginAttempt? Begin(string email, ClientAddress address, out TimeSpan wait)
    {
        var account = _hash.Of(Encoding.UTF8.GetBytes(EmailAddress.Key(email)));
        lock (_gate)
        {
            var now = Now;
            var isKnown = _known.Contains(account, address, now);
            var subject = isKnown ? SubjectOf(account, address) : account;
            wait = Longer(_accounts.Find(subject)?.Wait(now), _addresses.Find(address)?.Wait(now));
            if (wait > TimeSpan.Zero) return null;
            _accounts.FindOrAdd(subject, now).Add(FailurePolicy.Account, now);
            if (_settings.Options.RateLimit.Enabled) _addresses.FindOrAdd(address, now).Add(FailurePolicy.Address, now);
            return new LoginAttempt(this, account, subject, address, isKnown);
        }
    }

    /// <summary>The password was right.</summary>
    public void Succeed(LoginAttempt attempt)
    {
        lock (_gate)
        {
            var now = Now;
            if (!_accounts.Remove(attempt.Subject)) _accounts.Find(attempt.Subject)?.TakeBack(FailurePolicy.Account, now);
            if (!_addresses.Remove(attempt.Address)) _addresses.Find(attempt.Address)?.TakeBack(FailurePolicy.Address, now);
            _known.Add(attempt.Account, attempt.Address, now);
        }
    }

    /// <summary>The password was wrong.</summary>
    public void Fail(LoginAttempt attempt)
    {
        lock (_gate)
        {
            var now = Now;
            _accounts.FindOrAdd(attempt.Subject, now).Delay(FailurePolicy.Account, now);
            if (_settings.Options.RateLimit.Enabled) _addresses.FindOrAdd(attempt.Address, now).Delay(FailurePolicy.Address, now);
        }
    }

    /// <summary>The password was not checked.</summary>
    public void GiveUp(LoginAttempt attempt)
    {
        lock (_gate)
        {
            var now = Now;
            _accounts.Find(attempt.Subject)?.TakeBack(FailurePolicy.Account, now);
            _addresses.Find(attempt.Address)?.TakeBack(FailurePolicy.Address, now);
        }
    }

    private static TimeSpan Longer(TimeSpan? first, TimeSpan? second) =>
        TimeSpan.FromTicks(Math.Max(first?.Ticks ?? 0, second?.Ticks ?? 0));

    /// <summary>What stands for an account as seen from one address.</summary>
    private UInt128 SubjectOf(UInt128 account, ClientAddress address)
    {
        Span<byte> data = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(data, account);
        BinaryPrimitives.WriteUInt64BigEndian(data[16..], address.High);
        BinaryPrimitives.WriteUInt64BigEndian(data[24..], address.Low);
        return _hash.Of(data);
    }
}
