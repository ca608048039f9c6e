using TinyBase.Telemetry;

namespace TinyBase.RequestLog;

/// <summary>How requests went in a span of time.</summary>
/// <param name="Slots">By time; where there was none, there is no slot.</param>
/// <param name="Operations">By operation.</param>
internal sealed record RequestSummary(IReadOnlyList<RequestSlot> Slots, IReadOnlyList<OperationSummary> Operations)
{
    /// <summary>Where there was none.</summary>
    public static RequestSummary Empty { get; } = new([], []);
}

/// <summary>The requests in a part of the time.</summary>
/// <param name="Place">Which part it is, counted from the beginning.</param>
internal sealed record RequestSlot(long Place, long Requests, long ClientErrors, long ServerErrors);

/// <summary>The requests of an operation.</summary>
/// <param name="Durations">How long they took, in milliseconds.</param>
internal sealed record OperationSummary(string Operation, long Requests, long ClientErrors, long ServerErrors, HistogramReading Durations);
