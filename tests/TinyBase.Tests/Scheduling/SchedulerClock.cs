using Microsoft.Extensions.Time.Testing;

namespace TinyBase.Tests.Scheduling;

/// <summary>A clock that stands still until a test lets time pass, and that can be set without any time passing.</summary>
internal sealed class SchedulerClock(DateTimeOffset now) : TimeProvider
{
    private readonly FakeTimeProvider _time = new(now);
    private TimeSpan _set;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow() + _set;

    public override long GetTimestamp() => _time.GetTimestamp();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _time.CreateTimer(callback, state, dueTime, period);

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>Sets the clock, as somebody at the machine would.</summary>
    public void Set(DateTimeOffset to) => _set += to - GetUtcNow();
}
