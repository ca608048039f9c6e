using TinyBase.Collections;
using TinyBase.Functions.Calls;
using TinyBase.Storage;
using TinyBase.Telemetry;

namespace TinyBase.Metrics;

/// <summary>Collects what the metrics are made of from what the features know.</summary>
internal sealed class MetricsCollector(
    CollectionStore collections, FunctionCallStore calls, Database database, PrometheusMetrics instruments, TimeProvider clock)
{
    /// <summary>Calls of functions count for a day.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>How it stands now.</summary>
    public async Task<MetricsSnapshot> Collect(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var sizes = await collections.Sizes(cancel).ConfigureAwait(false);
        var statistics = await calls.Statistics(now - Window, cancel).ConfigureAwait(false);
        return new MetricsSnapshot(
            [.. sizes.Select(size => new CollectionSizeMetric(size.Name, size.Records))],
            [.. statistics.Select(one => new FunctionMetric(one.Name, Rounded(one.AverageMs), Rounded(100.0 * one.Failed / one.Total)!.Value, one.Total))],
            Timestamps.ToText(now),
            OfDatabase(),
            OfWrites());
    }

    private DatabaseMetric OfDatabase()
    {
        var (file, log) = database.Size();
        return new DatabaseMetric(file, log, database.AvailableSpace());
    }

    private WriteQueueMetric OfWrites()
    {
        var writer = database.Writer;
        var commits = instruments.Read(Instruments.Commits).Select(series => series.Reading).FirstOrDefault();
        return new WriteQueueMetric(
            writer.Waiting,
            Writer.MaxWaiting,
            Math.Round(writer.OldestWait.TotalMilliseconds, 1),
            writer.Holder,
            commits?.Count ?? 0,
            Rounded(commits?.Average * 1000),
            Rounded(commits?.Quantile(0.95) * 1000));
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}
