using System.Collections.Concurrent;

using TinyBase.Scheduling;

namespace TinyBase.Tests.Scheduling;

/// <summary>Notes which runs there are, and ends them as a test says.</summary>
internal sealed class RecordingRunner : IScheduleRunner
{
    public ConcurrentQueue<ClaimedRun> Runs { get; } = new();

    /// <summary>What comes of a run; by default it is done at once.</summary>
    public Func<ClaimedRun, CancellationToken, Task<RunOutcome>> Outcome { get; set; } = (_, _) => Task.FromResult(RunOutcome.Done());

    /// <summary>The names of the schedules that ran, in order.</summary>
    public string[] Names => [.. Runs.Select(run => run.Schedule.Name)];

    public Task<RunOutcome> Run(ClaimedRun claimed, CancellationToken cancel)
    {
        Runs.Enqueue(claimed);
        return Outcome(claimed, cancel);
    }
}
