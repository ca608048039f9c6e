using Shouldly;

using TinyBase.Telemetry;

using Xunit;

namespace TinyBase.Tests.Telemetry;

public sealed class HistogramReadingTests
{
    private static readonly double[] Bounds = [1, 10, 100];

    [Theory]
    [InlineData(0.5, 10)]
    [InlineData(0.75, 55)]
    [InlineData(0.25, 5.5)]
    [InlineData(1, 100)]
    public void A_quantile_is_spread_over_the_bucket_that_it_falls_into(double part, double expected) =>
        HistogramReading.OfBuckets(Bounds, [(10, 10), (100, 10)], 0).Quantile(part)!.Value.ShouldBe(expected, 1e-9);

    [Fact]
    public void Of_what_is_beyond_the_last_bound_only_that_bound_is_known()
    {
        var reading = HistogramReading.OfBuckets(Bounds, [(1, 1), (double.PositiveInfinity, 9)], 90);

        reading.Quantile(0.95).ShouldBe(100);
        reading.Average.ShouldBe(9);
    }

    [Fact]
    public void Nothing_has_no_quantile_and_no_average()
    {
        var reading = HistogramReading.OfBuckets(Bounds, [], 0);

        (reading.Quantile(0.5), reading.Average).ShouldBe((null, null));
    }

    [Fact]
    public void What_came_since_another_reading_is_the_difference()
    {
        var series = new MetricSeries(Bounds);
        series.Record(5);
        var earlier = series.Read();
        series.Record(50);
        series.Record(500);

        var since = series.Read().Since(earlier);

        (since.Count, since.Sum).ShouldBe((2, 550));
        since.Buckets.ShouldBe([(100, 1), (double.PositiveInfinity, 1)]);
    }
}
