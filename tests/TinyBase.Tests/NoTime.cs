namespace TinyBase.Tests;

/// <summary>A clock whose timers are due as soon as they are set, but for long ones.</summary>
internal sealed class NoTime(Action? also = null, TimeSpan? longest = null) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        also?.Invoke();
        if (dueTime <= (longest ?? dueTime)) callback(state);
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
    }
}
