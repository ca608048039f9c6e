using System.Collections.Concurrent;

using TinyBase.Scheduling;
using TinyBase.Storage;

namespace TinyBase.Benchmarks.Scheduler;

/// <summary>Notes how much later than planned runs begin; each takes a millisecond.</summary>
internal sealed class Lateness : IScheduleRunner
{
    private readonly ConcurrentQueue<double> _milliseconds = new();

    /// <summary>In milliseconds, the least first.</summary>
    public double[] Sorted => [.. _milliseconds.Order()];

    public async Task<RunOutcome> Run(ClaimedRun claimed, CancellationToken cancel)
    {
        _milliseconds.Enqueue((TimeProvider.System.GetUtcNow() - Timestamps.Parse(claimed.Run.PlannedAt)).TotalMilliseconds);
        await Task.Delay(1, cancel).ConfigureAwait(false);
        return RunOutcome.Done();
    }
}
