using TinyBase.Configuration;
using TinyBase.Functions.Calls;
using TinyBase.Hosting;
using TinyBase.Scheduling;

namespace TinyBase.Metrics;

/// <summary>Keeps how large the collections are and how the functions did in the last day.</summary>
internal sealed class SnapshotJob(SnapshotStore snapshots, FunctionCallStore calls, TinyBaseOptions options, TimeProvider clock) : ISystemJob
{
    public string Name => "metrics_snapshot";

    public string Title => "Keep metrics";

    public TimeSpan Interval => TimeSpan.FromSeconds((double)options.Scheduler.MetricsCollectionInterval * options.Scheduler.IntervalSeconds);

    public async Task Run(CancellationToken cancel)
    {
        var sizes = await snapshots.CollectionSizes(cancel).ConfigureAwait(false);
        await snapshots.Add("collection_sizes", Json(sizes, WireJson.Wire.IReadOnlyDictionaryStringInt64), cancel).ConfigureAwait(false);
        var statistics = await calls.Statistics(clock.GetUtcNow().AddDays(-1), cancel).ConfigureAwait(false);
        IReadOnlyDictionary<string, SnapshotOfFunction> functions =
            statistics.ToDictionary(function => function.Name, SnapshotOfFunction.Of, StringComparer.Ordinal);
        await snapshots.Add("function_stats", Json(functions, WireJson.Wire.IReadOnlyDictionaryStringSnapshotOfFunction), cancel).ConfigureAwait(false);
    }

    private static string Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        System.Text.Json.JsonSerializer.Serialize(value, type);
}

/// <summary>How a function did.</summary>
/// <param name="AvgRuntimeMs">In milliseconds; null where no call has ended.</param>
/// <param name="ErrorRate">In percent.</param>
internal sealed record SnapshotOfFunction(double? AvgRuntimeMs, double ErrorRate, long TotalCalls)
{
    public static SnapshotOfFunction Of(FunctionStatistics statistics) => new(
        statistics.AverageMs is { } average ? Math.Round(average, 2) : null,
        Math.Round(100.0 * (statistics.Total - statistics.Succeeded) / statistics.Total, 2),
        statistics.Total);
}
