using System.Diagnostics;
using System.Diagnostics.Metrics;

using TinyBase.Storage;

namespace TinyBase.Telemetry;

/// <summary>What is measured and traced, under the name <c>TinyBase</c>. It costs next to nothing while nobody listens.</summary>
internal sealed class Instruments : IDisposable
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "TinyBase";

    /// <summary>The histogram of requests, by method, operation and status.</summary>
    public const string Requests = "tinybase.http.request.duration";

    /// <summary>The histogram of commits.</summary>
    public const string Commits = "tinybase.write.commit.duration";

    /// <summary>The bounds of the buckets of durations, in seconds.</summary>
    public static IReadOnlyList<double> Durations { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = Durations,
    };

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };

    /// <summary>Statuses as texts, so that a request need not make one.</summary>
    private static readonly string[] Statuses = [.. Enumerable.Range(0, 600).Select(status => status.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private readonly Meter _meter = new(Name, TinyBaseVersion.Current);
    private readonly Histogram<double> _requests;
    private readonly Histogram<double> _functions;
    private readonly Histogram<double> _schedules;
    private readonly Histogram<double> _lateness;
    private readonly Histogram<double> _hooks;

    public Instruments()
    {
        _requests = _meter.CreateHistogram(Requests, "s", "How long requests took.", tags: null, Seconds);
        _functions = _meter.CreateHistogram("tinybase.function.call.duration", "s", "How long calls of functions took.", tags: null, Seconds);
        _schedules = _meter.CreateHistogram("tinybase.schedule.run.duration", "s", "How long runs of schedules took.", tags: null, Seconds);
        _lateness = _meter.CreateHistogram("tinybase.schedule.run.lateness", "s", "How long after its time a run began.", tags: null, Seconds);
        _hooks = _meter.CreateHistogram("tinybase.hook.run.duration", "s", "How long hooks took.", tags: null, Seconds);
    }

    /// <summary>Where traces come from.</summary>
    public ActivitySource Traces { get; } = new(Name, TinyBaseVersion.Current);

    /// <summary>Measures what the writer of a database does.</summary>
    public void Watch(Database database)
    {
        var groups = _meter.CreateHistogram("tinybase.write.group.size", "{write}", "How many writes were committed together.", tags: null, Sizes);
        var commits = _meter.CreateHistogram(Commits, "s", "How long commits took.", tags: null, Seconds);
        _meter.CreateObservableGauge("tinybase.write.queue.depth", () => database.Writer.Waiting, "{write}", "How many writes wait.");
        database.Writer.Committed = (count, time) =>
        {
            groups.Record(count);
            commits.Record(time.TotalSeconds);
        };
    }

    /// <summary>Counts a request that was answered.</summary>
    /// <param name="operation">The operation; bounded, unlike a path.</param>
    public void Request(string method, string operation, int status, TimeSpan duration)
    {
        if (!_requests.Enabled) return;
        _requests.Record(
            duration.TotalSeconds,
            new KeyValuePair<string, object?>("method", method),
            new KeyValuePair<string, object?>("operation", operation),
            new KeyValuePair<string, object?>("status", Statuses[Math.Clamp(status, 0, Statuses.Length - 1)]));
    }

    /// <summary>Counts a call of a function that has ended.</summary>
    public void FunctionCall(string function, string status, TimeSpan duration) => _functions.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("function", function), new KeyValuePair<string, object?>("status", status));

    /// <summary>Counts a run of a schedule that has ended.</summary>
    /// <param name="subject">The function, or the job of the server.</param>
    public void ScheduleRun(string subject, string status, TimeSpan lateness, TimeSpan duration)
    {
        var (of, how) = (new KeyValuePair<string, object?>("function", subject), new KeyValuePair<string, object?>("status", status));
        _schedules.Record(duration.TotalSeconds, of, how);
        _lateness.Record(Math.Max(0, lateness.TotalSeconds), of);
    }

    /// <summary>Counts a run of a hook that has ended.</summary>
    public void HookRun(string hook, string @event, string status, TimeSpan duration) => _hooks.Record(
        duration.TotalSeconds,
        new KeyValuePair<string, object?>("hook", hook),
        new KeyValuePair<string, object?>("event", @event),
        new KeyValuePair<string, object?>("status", status));

    /// <summary>Whether an instrument is one of these: several servers in one process have some of the same name.</summary>
    public bool Has(Instrument instrument) => instrument.Meter == _meter;

    public void Dispose()
    {
        _meter.Dispose();
        Traces.Dispose();
    }
}
