using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of what is told of requests and of how the server does.</summary>
internal static class TelemetrySettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<string?>("telemetry_otlp_endpoint", new BaseUrlType()!,
            target => target.Options.Telemetry.OtlpEndpoint, (target, value) => target.Options.Telemetry.OtlpEndpoint = value,
            "A collector that metrics and traces are sent to (OTLP over HTTP), such as http://localhost:4318."),
        new Setting<string?>("telemetry_otlp_headers", new TextType("name=value,name=value")!,
            target => target.Options.Telemetry.OtlpHeaders, (target, value) => target.Options.Telemetry.OtlpHeaders = value,
            "Headers that the collector wants, as name=value,name=value.")
        { IsSecret = true },
        new Setting<string>("telemetry_service_name", new TextType("a name"),
            target => target.Options.Telemetry.ServiceName, (target, value) => target.Options.Telemetry.ServiceName = value,
            "What the collector knows this server by."),
        new Setting<int>("telemetry_export_seconds", new IntegerType(1, 3600),
            target => target.Options.Telemetry.ExportSeconds, (target, value) => target.Options.Telemetry.ExportSeconds = value,
            "How often metrics are sent to the collector, in seconds."),
        new Setting<int>("request_log_sample_percent", new IntegerType(0, 100),
            target => target.Options.Telemetry.RequestSamplePercent, (target, value) => target.Options.Telemetry.RequestSamplePercent = value,
            "How many of a hundred requests are kept in the request log; those that fail or are slow are kept all the same."),
        new Setting<int>("request_log_slow_ms", new IntegerType(1, int.MaxValue),
            target => target.Options.Telemetry.SlowRequestMilliseconds,
            (target, value) => target.Options.Telemetry.SlowRequestMilliseconds = value,
            "From how many milliseconds on a request is slow."),
        new Setting<int>("request_log_keep_days", new IntegerType(1, RetentionSettings.MostDays),
            target => target.Options.Telemetry.RequestDays, (target, value) => target.Options.Telemetry.RequestDays = value,
            "How long the request log is kept, in days."),
    ];
}
