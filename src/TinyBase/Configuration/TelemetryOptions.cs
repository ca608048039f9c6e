namespace TinyBase.Configuration;

/// <summary>What is told of requests and of how the server does.</summary>
public sealed class TelemetryOptions
{
    /// <summary>
    /// A collector that metrics and traces are sent to by OTLP over HTTP, such as <c>http://localhost:4318</c>; <c>/v1/traces</c> and
    /// <c>/v1/metrics</c> are put behind it. Default: null, nothing is sent.
    /// </summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>Headers that the collector wants, as <c>name=value,name=value</c>; null for none.</summary>
    public string? OtlpHeaders { get; set; }

    /// <summary>What the collector knows this server by. Default: <c>tinybase</c>.</summary>
    public string ServiceName { get; set; } = "tinybase";

    /// <summary>How often metrics are sent, in seconds, 1 to 3,600. Default: 60.</summary>
    public int ExportSeconds { get; set; } = 60;

    /// <summary>
    /// How many of a hundred requests are kept in the request log, 0 to 100. Those that fail with 500 or more, and slow ones, are kept all
    /// the same. Default: 1.
    /// </summary>
    public int RequestSamplePercent { get; set; } = 1;

    /// <summary>From how many milliseconds on a request is slow, at least 1. Default: 1,000.</summary>
    public int SlowRequestMilliseconds { get; set; } = 1000;

    /// <summary>How long requests are kept, in days, 1 to 3,650. Default: 7.</summary>
    public int RequestDays { get; set; } = 7;
}
