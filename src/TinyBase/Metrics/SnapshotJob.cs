using TinyBase.Configuration;
using TinyBase.Scheduling;

namespace TinyBase.Metrics;

/// <summary>Keeps how large the collections are and how the functions did in the last day.</summary>
internal sealed class SnapshotJob(MetricsCollector collector, MetricsHistory history, TinyBaseOptions options) : ISystemJob
{
    public string Name => "metrics_snapshot";

    public string Title => "Keep metrics";

    public TimeSpan Interval => TimeSpan.FromSeconds((double)options.Scheduler.MetricsCollectionInterval * options.Scheduler.IntervalSeconds);

    public async Task Run(CancellationToken cancel) =>
        await history.Add(await collector.Collect(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
}
