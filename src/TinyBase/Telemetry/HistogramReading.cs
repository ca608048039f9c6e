namespace TinyBase.Telemetry;

/// <summary>What a histogram has measured up to a moment.</summary>
/// <param name="Bounds">The upper bounds of its buckets, ascending; what is beyond the last one is in <paramref name="Count"/> only.</param>
/// <param name="Cumulative">How often each bound was not exceeded.</param>
/// <param name="Count">How often there was anything.</param>
/// <param name="Sum">The sum of all that was measured.</param>
internal sealed record HistogramReading(IReadOnlyList<double> Bounds, IReadOnlyList<long> Cumulative, long Count, double Sum)
{
    /// <summary>Puts a reading together from buckets.</summary>
    /// <param name="bounds">The bounds that there are.</param>
    /// <param name="buckets">What is in which of them, or beyond the last one (an infinite bound).</param>
    /// <param name="sum">The sum of all that was measured.</param>
    public static HistogramReading OfBuckets(IEnumerable<double> bounds, IEnumerable<(double Bound, long Count)> buckets, double sum)
    {
        var filled = buckets.ToDictionary(bucket => bucket.Bound, bucket => bucket.Count);
        var all = bounds.Union(filled.Keys).Where(double.IsFinite).Order().ToList();
        var (cumulative, below) = (new List<long>(), 0L);
        foreach (var bound in all) cumulative.Add(below += filled.GetValueOrDefault(bound));
        return new HistogramReading(all, cumulative, filled.Values.Sum(), sum);
    }

    /// <summary>The buckets that are not empty.</summary>
    public IEnumerable<(double Bound, long Count)> Buckets =>
        Bounds.Append(double.PositiveInfinity).Zip(Cumulative.Append(Count), Cumulative.Prepend(0))
            .Select(bucket => (bucket.First, bucket.Second - bucket.Third)).Where(bucket => bucket.Item2 > 0);

    /// <summary>The average; null where nothing was measured.</summary>
    public double? Average => Count == 0 ? null : Sum / Count;

    /// <summary>What was measured after another reading of the same.</summary>
    public HistogramReading Since(HistogramReading? earlier) => earlier is null
        ? this
        : new(Bounds, [.. Cumulative.Zip(earlier.Cumulative, (now, then) => now - then)], Count - earlier.Count, Sum - earlier.Sum);

    /// <summary>
    /// What a part of the values does not exceed, spread evenly over the bucket that it falls into; of what is beyond the last bound only
    /// that bound is known. Null where nothing was measured.
    /// </summary>
    public double? Quantile(double part)
    {
        if (Count == 0) return null;
        var rank = part * Count;
        var (below, bound) = (0L, 0.0);
        for (var i = 0; i < Bounds.Count; i++)
        {
            if (Cumulative[i] >= rank && Cumulative[i] > below)
            {
                return bound + ((Bounds[i] - bound) * (rank - below) / (Cumulative[i] - below));
            }

            (below, bound) = (Cumulative[i], Bounds[i]);
        }

        return bound;
    }
}
