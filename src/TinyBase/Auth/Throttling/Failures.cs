using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Throttling;

/// <summary>
/// Failures in a row. An attempt counts as one from its beginning, so that attempts at the same time do not slip through
/// together; it is taken back if it succeeds or never gets to the password.
/// </summary>
internal sealed class Failures : IExpiring
{
    private int _count;
    private TimeSpan _last = TimeSpan.MinValue;
    private TimeSpan _waitsUntil = TimeSpan.MinValue;

    public bool IsExpired(TimeSpan now) => _count == 0 || now - FailurePolicy.Memory >= _last;

    /// <summary>How long the next attempt has to wait; zero if it need not.</summary>
    public TimeSpan Wait(TimeSpan now) => now < _waitsUntil ? _waitsUntil - now : TimeSpan.Zero;

    /// <summary>Counts one more.</summary>
    public void Add(FailurePolicy policy, TimeSpan now)
    {
        if (IsExpired(now)) _count = 0;
        if (_count < int.MaxValue) _count++;
        Delay(policy, now);
    }

    /// <summary>Lets the wait of an attempt that has failed begin now, since its answer took its time.</summary>
    public void Delay(FailurePolicy policy, TimeSpan now)
    {
        // A success beside it may have forgotten it.
        if (_count == 0) _count = 1;
        _last = now;
        if (policy.Wait(_count) is { Ticks: > 0 } wait) _waitsUntil = now + wait;
    }

    /// <summary>Takes one back that was none.</summary>
    public void TakeBack(FailurePolicy policy, TimeSpan now)
    {
        if (_count > 0) _count--;
        var until = now + policy.Wait(_count);
        if (until < _waitsUntil) _waitsUntil = until;
    }
}
