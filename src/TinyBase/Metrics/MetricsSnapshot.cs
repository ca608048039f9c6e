namespace TinyBase.Metrics;

/// <summary>How much there is and how it goes, at one moment.</summary>
/// <param name="CollectionSizes">The collections.</param>
/// <param name="FunctionStats">The functions that were called.</param>
/// <param name="CollectedAt">When that was.</param>
/// <param name="Database">The database; null where it was not measured yet.</param>
/// <param name="WriteQueue">The writes; null likewise.</param>
internal sealed record MetricsSnapshot(
    IReadOnlyList<CollectionSizeMetric> CollectionSizes,
    IReadOnlyList<FunctionMetric> FunctionStats,
    string CollectedAt,
    DatabaseMetric? Database = null,
    WriteQueueMetric? WriteQueue = null);

/// <summary>How large the database is, in bytes.</summary>
/// <param name="SizeBytes">Its file.</param>
/// <param name="LogBytes">The log beside it, which is brought into it from time to time.</param>
/// <param name="AvailableBytes">What the file system has left; null where it does not tell.</param>
internal sealed record DatabaseMetric(long SizeBytes, long LogBytes, long? AvailableBytes);

/// <summary>How the one line of writes does.</summary>
/// <param name="Waiting">How many wait.</param>
/// <param name="Capacity">How many may; one more is refused with 503.</param>
/// <param name="OldestWaitMs">How long the one at the front has waited, in milliseconds.</param>
/// <param name="HeldBy">What is at work, where that may take long; null otherwise.</param>
/// <param name="Commits">How often something was committed since the server started.</param>
/// <param name="AvgCommitMs">How long that took on average, in milliseconds; null where there was none.</param>
/// <param name="P95CommitMs">What 95 of a hundred did not exceed, estimated from a histogram.</param>
internal sealed record WriteQueueMetric(
    int Waiting, int Capacity, double OldestWaitMs, string? HeldBy, long Commits, double? AvgCommitMs, double? P95CommitMs);

/// <summary>How many records a collection has.</summary>
internal sealed record CollectionSizeMetric(string CollectionName, long RecordCount);

/// <summary>How the calls of a function went.</summary>
/// <param name="FunctionName">Its name.</param>
/// <param name="AvgRuntimeMs">How long they took on average, in milliseconds; null where none has ended.</param>
/// <param name="ErrorRate">How many failed, in percent.</param>
/// <param name="TotalCalls">How many there were.</param>
internal sealed record FunctionMetric(string FunctionName, double? AvgRuntimeMs, double ErrorRate, long TotalCalls);
