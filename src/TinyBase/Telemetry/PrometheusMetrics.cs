using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace TinyBase.Telemetry;

/// <summary>
/// What the instruments have measured, as Prometheus reads it (text format 0.0.4). The number of series is bounded: beyond it new ones are
/// not counted.
/// </summary>
internal sealed class PrometheusMetrics : IDisposable
{
    private const int MaxSeries = 2000;

    private readonly ConcurrentDictionary<SeriesKey, MetricSeries> _series = [];
    private readonly ConcurrentDictionary<string, (string? Unit, string? Help)> _gauges = [];
    private readonly ConcurrentDictionary<string, long> _values = [];
    private readonly MeterListener _listener = new();

    /// <summary>Begins to measure.</summary>
    /// <param name="instruments">Those of this server; another one in the process has its own.</param>
    public PrometheusMetrics(Instruments instruments)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!instruments.Has(instrument)) return;
            if (instrument.IsObservable) _gauges[instrument.Name] = (instrument.Unit, instrument.Description);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags, ((Histogram<double>)instrument).Advice?.HistogramBucketBoundaries));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
        {
            if (instrument.IsObservable) _values[instrument.Name] = value;
            else if (instrument is Histogram<int> histogram) Record(instrument, value, tags, histogram.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray());
        });
        _listener.Start();
    }

    /// <summary>Writes all of it.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (name, gauge) in _gauges)
        {
            Head(text, NameOf(name, unit: null), "gauge", gauge.Help);
            text.Append(CultureInfo.InvariantCulture, $"{NameOf(name, unit: null)} {_values.GetValueOrDefault(name)}\n");
        }

        foreach (var metric in _series.GroupBy(series => series.Key.Instrument).OrderBy(metric => metric.Key.Name, StringComparer.Ordinal))
        {
            var name = NameOf(metric.Key.Name, metric.Key.Unit);
            Head(text, name, "histogram", metric.Key.Description);
            foreach (var (key, series) in metric) Write(text, name, key, series);
        }

        return text.ToString();
    }

    /// <summary>What a histogram has measured so far: each series with the values of its tags, in their order.</summary>
    public IEnumerable<(IReadOnlyList<string?> Tags, HistogramReading Reading)> Read(string instrument) =>
        _series.Where(one => one.Key.Instrument.Name == instrument).Select(one => (one.Key.Values, one.Value.Read()));

    public void Dispose() => _listener.Dispose();

    private static void Head(StringBuilder text, string name, string type, string? help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Write(StringBuilder text, string name, SeriesKey key, MetricSeries series)
    {
        var (bounds, cumulative, count, sum) = series.Read();
        var labels = key.Labels;
        var comma = labels.Length > 0 ? "," : string.Empty;
        foreach (var (bound, below) in bounds.Zip(cumulative))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {below}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"+Inf\"}} {count}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {sum}\n{name}_count{{{labels}}} {count}\n");
    }

    private static string NameOf(string name, string? unit) => name.Replace('.', '_') + (unit == "s" ? "_seconds" : string.Empty);

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, IReadOnlyList<double>? boundaries)
    {
        var key = new SeriesKey(instrument, Tag(tags, 0), Tag(tags, 1), Tag(tags, 2)) { Boundaries = boundaries ?? [] };
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= MaxSeries) return;
            series = _series.GetOrAdd(key, static key => new MetricSeries(key.Boundaries));
        }

        series.Record(value);
    }

    private static KeyValuePair<string, object?> Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, int index) =>
        index < tags.Length ? tags[index] : default;

    /// <summary>A metric and its tags, of which there are three at most.</summary>
    private readonly record struct SeriesKey(
        Instrument Instrument, KeyValuePair<string, object?> First, KeyValuePair<string, object?> Second, KeyValuePair<string, object?> Third)
    {
        /// <summary>The bounds of its buckets, which follow from the instrument.</summary>
        public IReadOnlyList<double> Boundaries { get; init; } = [];

        public string Labels => string.Join(',', new[] { First, Second, Third }.Where(tag => tag.Key is not null).Select(tag => $"{tag.Key}=\"{Escape(tag.Value)}\""));

        /// <summary>The values of the tags.</summary>
        public IReadOnlyList<string?> Values => [First.Value as string, Second.Value as string, Third.Value as string];

        public bool Equals(SeriesKey other) =>
            ReferenceEquals(Instrument, other.Instrument)
            && Equals(First.Value, other.First.Value) && Equals(Second.Value, other.Second.Value) && Equals(Third.Value, other.Third.Value);

        public override int GetHashCode() => HashCode.Combine(Instrument, First.Value, Second.Value, Third.Value);

        private static string Escape(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }
}
