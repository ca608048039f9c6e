using TinyBase.Configuration;
using TinyBase.Scheduling;

namespace TinyBase.Metrics;

/// <summary>Keeps how large the collections are and how the functions did in the last day.</summary>
internal sealed class SnapshotJob(MetricsCollector collector, MetricsHistory history, CurrentSettings settings) : ISystemJob
{
    public string Name => "metrics_snapshot";

    public string Title => "Keep metrics";

    public TimeSpan Interval => TimeSpan.FromSeconds((double)settings.Options.Scheduler.MetricsCollectionInterval * settings.Options.Scheduler.IntervalSeconds);

    public async Task Run(CancellationToken cancel) =>
        await history.Add(await collector.Collect(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
}
