using TinyBase.Extensions.Packages.Safety;
using TinyBase.Hosting;

namespace TinyBase.Extensions.Packages.Running;

/// <summary>The calls into one running extension: how many are under way, and how many threads are inside at this moment.</summary>
internal sealed class ExtensionCalls(CallCounter counter, TimeProvider clock) : ICallWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private int _underWay;

    /// <summary>How many calls are under way.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    public async ValueTask<T> Watch<T>(Func<ValueTask<T>> call)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            return await Enter(call).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>Waits until no call is under way, for a while.</summary>
    public async Task WhenIdle(TimeSpan most)
    {
        var began = clock.GetTimestamp();
        while (UnderWay > 0 && clock.GetElapsedTime(began) < most) await Task.Delay(LookEvery, clock).ConfigureAwait(false);
    }

    private ValueTask<T> Enter<T>(Func<ValueTask<T>> call)
    {
        if (!counter.TryEnter()) return call();
        try
        {
            return call();
        }
        finally
        {
            counter.Leave();
        }
    }
}
