using Microsoft.Extensions.Hosting;

using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

using TinyBase.Configuration;

namespace TinyBase.Telemetry;

/// <summary>Sends metrics and traces to a collector (OTLP over HTTP), if one is configured.</summary>
internal sealed class OtlpExport(TinyBaseOptions options) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Telemetry.OtlpEndpoint is { } endpoint) Start(endpoint);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // Sends what is left, for five seconds at most each.
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    /// <summary>On its own, so that the libraries are not even loaded where nothing is sent.</summary>
    private void Start(string endpoint)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(options.Telemetry.ServiceName, serviceVersion: TinyBaseVersion.Current);
        _traces = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            // The web server's own span comes first: without it those of TinyBase would have a parent that is not sent, or not be sampled.
            .AddSource("Microsoft.AspNetCore", Instruments.Name)
            .AddOtlpExporter(otlp => Configure(otlp, endpoint, "traces"))
            .Build();
        _metrics = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Instruments.Name)
            .AddOtlpExporter((otlp, reader) =>
            {
                Configure(otlp, endpoint, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.Telemetry.ExportSeconds * 1000;
            })
            .Build();
    }

    private void Configure(OtlpExporterOptions otlp, string endpoint, string signal)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri($"{endpoint}/v1/{signal}");
        otlp.TimeoutMilliseconds = 10_000;
        if (options.Telemetry.OtlpHeaders is { } headers) otlp.Headers = headers;
    }
}
