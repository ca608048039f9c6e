namespace TinyBase.Server.Tests.Hosting;

/// <summary>A clock that counts its timers of about a length.</summary>
/// <param name="length">How long; a timer of up to a second less counts too.</param>
public sealed class TimerClock(TimeSpan length) : TimeProvider
{
    private int _set;
    private int _waiting;

    /// <summary>How many were set.</summary>
    public int Set => Volatile.Read(ref _set);

    /// <summary>How many of them are neither due nor called off.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > length || dueTime <= length - TimeSpan.FromSeconds(1)) return timer;
        Interlocked.Increment(ref _set);
        Interlocked.Increment(ref _waiting);
        return new CountedTimer(timer, () => Interlocked.Decrement(ref _waiting));
    }

    private sealed class CountedTimer(ITimer timer, Action ended) : ITimer
    {
        private Action? _ended = ended;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            End();
            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            End();
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return timer.DisposeAsync();
        }

        private void End() => Interlocked.Exchange(ref _ended, null)?.Invoke();
    }
}
