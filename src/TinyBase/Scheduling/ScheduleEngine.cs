using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Storage;
using TinyBase.Telemetry;

namespace TinyBase.Scheduling;

/// <summary>
/// Runs what is due. One loop sleeps until the next time, a change or, at the latest, the poll interval; it claims what is due and starts
/// it without waiting for its end. Several engines can work on one database.
/// </summary>
internal sealed partial class ScheduleEngine(
    DueStore due,
    ScheduleRunStore runs,
    ScheduleClock wall,
    ScheduleLeases leases,
    SchedulePlans plans,
    ScheduleSignal signal,
    IScheduleRunner runner,
    CurrentSettings settings,
    Instruments instruments,
    TimeProvider clock,
    ILogger<ScheduleEngine> logger)
{
    /// <summary>How late a run may be that is not to be made up for.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LeastSleep = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan RetryEnd = TimeSpan.FromSeconds(5);

    /// <summary>Housekeeping is done one job at a time, in a place that no schedule of a user takes.</summary>
    private const int SystemPlaces = 1;

    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private int _systemRuns;
    private int _userRuns;

    /// <summary>The name of this engine beside what it has claimed.</summary>
    public string Name { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Works until it is stopped, and then waits for the runs that go on.</summary>
    /// <param name="stop">Cancelled when nothing more is to begin.</param>
    /// <param name="abort">Cancelled when runs that go on are to be given up.</param>
    public async Task Work(CancellationToken stop, CancellationToken abort)
    {
        while (!stop.IsCancellationRequested)
        {
            // Taken first, so that a change after the look is not missed.
            var change = signal.Next;
            var sleep = PollInterval;
            try
            {
                sleep = await Look(stop, abort).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                // Whatever it was, the next look may go better; a scheduler that has ended runs nothing ever again.
                Log.LookFailed(logger, error);
                // Not woken by changes, which would go the same way.
                change = Task.Delay(Timeout.Infinite, stop);
            }

            await Sleep(sleep, change, stop).ConfigureAwait(false);
        }

        await Task.WhenAll(_running.Values).ConfigureAwait(false);
    }

    private TimeSpan PollInterval => TimeSpan.FromSeconds(settings.Options.Scheduler.IntervalSeconds);

    /// <summary>Looks once: claims what is due, starts it, and says how long to sleep.</summary>
    private async Task<TimeSpan> Look(CancellationToken stop, CancellationToken abort)
    {
        await wall.Look(stop).ConfigureAwait(false);
        await leases.Look(Name, !_running.IsEmpty, stop).ConfigureAwait(false);
        var sleep = PollInterval;
        var users = settings.Options.Scheduler.Enabled ? ScheduleGroup.Users : ScheduleGroup.RequestedByUsers;
        foreach (var group in (ScheduleGroup[])[ScheduleGroup.System, users])
        {
            var again = await Claim(group, stop, abort).ConfigureAwait(false);
            if (again < sleep) sleep = again;
        }

        return sleep;
    }

    /// <summary>Claims and starts what is due of a group.</summary>
    /// <returns>When to look again.</returns>
    private async Task<TimeSpan> Claim(ScheduleGroup group, CancellationToken stop, CancellationToken abort)
    {
        var free = FreePlaces(group);
        // A run that ends wakes the engine.
        if (free <= 0) return PollInterval;
        var now = clock.GetUtcNow();
        var waiting = await due.Waiting(group, now, free, stop).ConfigureAwait(false);
        var schedules = await due.Due(group, now, free - waiting.Count, stop).ConfigureAwait(false);
        if (waiting.Count + schedules.Count > 0)
        {
            var wanted = new ClaimRequest(Name, now, waiting, [.. schedules.Select(schedule => Plan(schedule, now))]);
            foreach (var claimed in await runs.Claim(wanted, stop).ConfigureAwait(false)) Start(claimed, group, abort);
        }

        if (FreePlaces(group) <= 0) return PollInterval;
        return await due.Next(group, stop).ConfigureAwait(false) is { } next ? next - clock.GetUtcNow() : PollInterval;
    }

    private DueSchedule Plan(Schedule schedule, DateTimeOffset now)
    {
        try
        {
            var planned = Timestamps.Parse(schedule.NextRunAt!);
            if (plans.Of(schedule, out var problem) is not { } plan) return Unplanned(schedule, problem);
            var next = plan.Following(planned, now);
            var isMissed = schedule.MisfirePolicy == ScheduleRules.Skip && now - planned > Grace;
            return new DueSchedule(plans.Current(schedule), next is { } time ? Timestamps.ToText(time) : null, isMissed, null);
        }
        catch (Exception error)
        {
            // One that cannot be planned must not keep the others from being claimed.
            return Unplanned(schedule, error.Message);
        }
    }

    private DueSchedule Unplanned(Schedule schedule, string problem)
    {
        Log.NoPlan(logger, schedule.Name, schedule.Id, problem);
        return new DueSchedule(schedule, null, IsMissed: false, problem);
    }

    private int FreePlaces(ScheduleGroup group) => group == ScheduleGroup.System
        ? SystemPlaces - Volatile.Read(ref _systemRuns)
        : Math.Min(settings.Options.Scheduler.MaxConcurrentRuns - Volatile.Read(ref _userRuns), settings.Options.Scheduler.MaxSchedulesPerTick);

    private void Start(ClaimedRun claimed, ScheduleGroup group, CancellationToken abort)
    {
        if (group == ScheduleGroup.System) Interlocked.Increment(ref _systemRuns);
        else Interlocked.Increment(ref _userRuns);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // It begins once it is among those that are waited for.
        _running[claimed.Run.Id] = Run(begun.Task, claimed, group, abort);
        begun.SetResult();
    }

    private async Task Run(Task begun, ClaimedRun claimed, ScheduleGroup group, CancellationToken abort)
    {
        await begun.ConfigureAwait(false);
        // Another attempt has a time of its own.
        var lateness = clock.GetUtcNow() - Timestamps.Parse(claimed.Run.Attempt > 1 ? claimed.Run.NotBefore : claimed.Run.PlannedAt);
        var started = clock.GetTimestamp();
        var outcome = await runner.Run(claimed, abort).ConfigureAwait(false);
        instruments.ScheduleRun(claimed.Schedule.FunctionName, outcome.Status, lateness, clock.GetElapsedTime(started));
        await End(claimed, outcome, abort).ConfigureAwait(false);
        if (group == ScheduleGroup.System) Interlocked.Decrement(ref _systemRuns);
        else Interlocked.Decrement(ref _userRuns);
        _running.TryRemove(claimed.Run.Id, out _);
        signal.Raise();
    }

    /// <summary>Writes how a run ended; while that cannot be written, it is tried again. What is not at last is lost at the next start.</summary>
    private async Task End(ClaimedRun claimed, RunOutcome outcome, CancellationToken abort)
    {
        while (true)
        {
            try
            {
                await runs.Finish(claimed.Run.Id, Name, outcome).ConfigureAwait(false);
                if (outcome.Error is { } error) Log.RunFailed(logger, claimed.Schedule.Name, outcome.Status, error, claimed.Schedule.Id);
                return;
            }
            catch (Exception error)
            {
                Log.NotRecorded(logger, error, claimed.Schedule.Name, claimed.Run.Id);
                if (abort.IsCancellationRequested) return;
            }

            await Sleep(RetryEnd, Task.Delay(Timeout.Infinite, abort), abort).ConfigureAwait(false);
        }
    }

    private async Task Sleep(TimeSpan time, Task change, CancellationToken stop)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // A timer ends up to a millisecond early.
        var timer = Task.Delay(time > LeastSleep ? time + LeastSleep : LeastSleep, clock, wake.Token);
        await Task.WhenAny(timer, change).ConfigureAwait(false);
        await wake.CancelAsync().ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Error, "The scheduler could not look for what is due; it tries again")]
        public static partial void LookFailed(ILogger logger, Exception error);

        [LoggerMessage(7102, LogLevel.Warning, "A run of schedule '{Schedule}' ended as {Status}: {Error} [{ScheduleId}]")]
        public static partial void RunFailed(ILogger logger, string schedule, string status, string error, string scheduleId);

        [LoggerMessage(7103, LogLevel.Error, "How a run of schedule '{Schedule}' ended could not be written; that is tried again [{RunId}]")]
        public static partial void NotRecorded(ILogger logger, Exception error, string schedule, string runId);

        [LoggerMessage(7104, LogLevel.Error, "Schedule '{Schedule}' has no next run: {Problem} [{ScheduleId}]")]
        public static partial void NoPlan(ILogger logger, string schedule, string scheduleId, string problem);
    }
}
