using Microsoft.Extensions.Logging;

namespace TinyBase.Scheduling;

/// <summary>
/// Whether engines are still there. An engine beats beside its runs; one whose beat does not change for a minute is taken for gone. The
/// minute is measured by whoever looks and not by the wall clock, so that a clock that is set changes nothing.
/// </summary>
internal sealed partial class ScheduleLeases(ScheduleRunStore runs, ScheduleSignal signal, TimeProvider clock, ILogger<ScheduleLeases> logger)
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long Beat, long Since)> _seen = new(StringComparer.Ordinal);
    private long? _last;

    /// <summary>Beats for an engine that has runs, and gives up the runs of those that beat no more; does nothing where it was just done.</summary>
    public async Task Look(string engine, bool hasRuns, CancellationToken cancel)
    {
        var now = clock.GetTimestamp();
        if (_last is { } last && clock.GetElapsedTime(last, now) < BeatEvery) return;
        _last = now;
        if (hasRuns) await runs.Beat(engine, cancel).ConfigureAwait(false);
        var others = await runs.OfOthers(engine, cancel).ConfigureAwait(false);
        foreach (var gone in _seen.Keys.Except(others.Select(run => run.Id), StringComparer.Ordinal).ToList()) _seen.Remove(gone);
        foreach (var (id, beat) in others)
        {
            if (!_seen.TryGetValue(id, out var seen) || seen.Beat != beat) _seen[id] = (beat, now);
            else if (clock.GetElapsedTime(seen.Since, now) >= GoneAfter && await runs.Lose(id, beat, cancel).ConfigureAwait(false) > 0)
            {
                Log.Lost(logger, id);
                signal.Raise();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7201, LogLevel.Warning, "The engine of a run is not heard of any more; the run is given up [{RunId}]")]
        public static partial void Lost(ILogger logger, string runId);
    }
}
