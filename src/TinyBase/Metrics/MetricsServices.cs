using Microsoft.Extensions.DependencyInjection;

using TinyBase.Scheduling;

namespace TinyBase.Metrics;

/// <summary>The services of metrics.</summary>
internal static class MetricsServices
{
    public static void AddMetricsServices(this IServiceCollection services)
    {
        services.AddSingleton<MetricsCollector>();
        services.AddSingleton<MetricsHistory>();
        services.AddSingleton<ISystemJob, SnapshotJob>();
    }
}
