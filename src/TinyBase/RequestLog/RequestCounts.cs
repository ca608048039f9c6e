using TinyBase.Telemetry;

namespace TinyBase.RequestLog;

/// <summary>
/// Counts all requests by operation and time. The instruments count anyway; now and then what has come since is added to the file of the
/// request log, so that a request itself costs nothing more.
/// </summary>
internal sealed class RequestCounts(PrometheusMetrics metrics, RequestCountFile file, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Dictionary<(string? Method, string? Operation, string? Status), HistogramReading> _written = [];

    /// <summary>Writes what has been counted since the last time.</summary>
    public void Write()
    {
        lock (_gate)
        {
            var readings = metrics.Read(Instruments.Requests).ToDictionary(one => (one.Tags[0], one.Tags[1], one.Tags[2]), one => one.Reading);
            var counts = readings
                .Select(one => (one.Key, Reading: one.Value.Since(_written.GetValueOrDefault(one.Key))))
                .Where(one => one.Reading.Count > 0)
                .GroupBy(one => one.Key.Item2!, one => (Status: one.Key.Item3!, one.Reading))
                .Select(operation => RequestCount.Of(operation.Key, operation))
                .ToList();
            if (counts.Count > 0) file.Add(clock.GetUtcNow(), counts);
            // Only now: what could not be written is added the next time.
            _written = readings;
        }
    }

    /// <summary>How requests went since a time, up to now.</summary>
    public RequestSummary Since(DateTimeOffset time, TimeSpan interval)
    {
        Write();
        return file.Read(time, clock.GetUtcNow(), interval);
    }
}
