using Microsoft.Extensions.Logging;

using TinyBase.Scheduling.Plans;
using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>
/// Notices that the system's clock was set back. What is planned by a clock that was wrong would otherwise wait until that time comes
/// round. One that was set forward needs nothing: what it passes over is due.
/// </summary>
internal sealed partial class ScheduleClock(
    ScheduleStore store, ScheduleRunStore runs, SchedulePlans plans, TimeProvider clock, ILogger<ScheduleClock> logger)
{
    /// <summary>Less than this is the usual correction of a clock.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(2);

    /// <summary>Set back by less, times of the wall clock that have been are not repeated; set back by more, the clock was wrong before.</summary>
    private static readonly TimeSpan WasWrong = TimeSpan.FromHours(3);

    private (DateTimeOffset Wall, long Ticks)? _last;

    /// <summary>Compares the clock with the time that has passed since the last look, and plans anew if it was set back.</summary>
    public async Task Look(CancellationToken cancel)
    {
        var (wall, ticks) = (clock.GetUtcNow(), clock.GetTimestamp());
        var last = _last;
        _last = (wall, ticks);
        if (last is not { } before) return;
        var jump = wall - before.Wall - clock.GetElapsedTime(before.Ticks, ticks);
        if (jump > -Noticed) return;
        Log.SetBack(logger, -jump.TotalSeconds);
        await PlanAnew(cancel).ConfigureAwait(false);
    }

    /// <summary>Plans anew what is planned too far ahead. At a start nobody knows how the clock has moved.</summary>
    public async Task PlanAnew(CancellationToken cancel)
    {
        await runs.BringForward(cancel).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        foreach (var schedule in await store.Planned(cancel).ConfigureAwait(false))
        {
            if (IsTooFar(schedule, now) is { } next) await store.Move(schedule, Timestamps.ToText(next), cancel).ConfigureAwait(false);
        }
    }

    private DateTimeOffset? IsTooFar(Schedule schedule, DateTimeOffset now)
    {
        var planned = Timestamps.Parse(schedule.NextRunAt!);
        if (planned <= now) return null;
        var ranAhead = schedule.LastRunAt is { } last && Timestamps.Parse(last) - now > WasWrong;
        var next = plans.Of(schedule, out _) switch
        {
            IntervalPlan interval when planned - now > interval.Every => interval.After(now),
            CronPlan cron when ranAhead => cron.After(now),
            _ => null,
        };
        return next < planned ? next : null;
    }

    private static partial class Log
    {
        [LoggerMessage(7301, LogLevel.Warning, "The clock of the system was set back by {Seconds:0} seconds")]
        public static partial void SetBack(ILogger logger, double seconds);
    }
}
