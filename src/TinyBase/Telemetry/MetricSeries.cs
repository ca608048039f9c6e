namespace TinyBase.Telemetry;

/// <summary>One series of a metric: the tags that it has, and what was measured.</summary>
/// <param name="boundaries">The upper bounds of the buckets, ascending.</param>
internal sealed class MetricSeries(IReadOnlyList<double> boundaries)
{
    private readonly long[] _buckets = new long[boundaries.Count + 1];
    private readonly Lock _gate = new();
    private long _count;
    private double _sum;

    public void Record(double value)
    {
        var bucket = 0;
        while (bucket < boundaries.Count && value > boundaries[bucket]) bucket++;
        lock (_gate)
        {
            _buckets[bucket]++;
            _count++;
            _sum += value;
        }
    }

    /// <summary>All of it up to now.</summary>
    public HistogramReading Read()
    {
        lock (_gate)
        {
            var cumulative = new long[boundaries.Count];
            var sum = 0L;
            for (var i = 0; i < cumulative.Length; i++) cumulative[i] = sum += _buckets[i];
            return new HistogramReading(boundaries, cumulative, _count, _sum);
        }
    }
}
