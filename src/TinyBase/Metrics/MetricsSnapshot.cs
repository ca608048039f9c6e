namespace TinyBase.Metrics;

/// <summary>How much there is and how it goes, at one moment.</summary>
internal sealed record MetricsSnapshot(
    IReadOnlyList<CollectionSizeMetric> CollectionSizes, IReadOnlyList<FunctionMetric> FunctionStats, string CollectedAt);

/// <summary>How many records a collection has.</summary>
internal sealed record CollectionSizeMetric(string CollectionName, long RecordCount);

/// <summary>How the calls of a function went.</summary>
/// <param name="FunctionName">Its name.</param>
/// <param name="AvgRuntimeMs">How long they took on average, in milliseconds; null where none has ended.</param>
/// <param name="ErrorRate">How many failed, in percent.</param>
/// <param name="TotalCalls">How many there were.</param>
internal sealed record FunctionMetric(string FunctionName, double? AvgRuntimeMs, double ErrorRate, long TotalCalls);
