using Microsoft.Extensions.DependencyInjection;

using TinyBase.Auth;
using TinyBase.Configuration;
using TinyBase.Functions;
using TinyBase.Functions.Calls;
using TinyBase.Scheduling.Jobs;

namespace TinyBase.Scheduling;

/// <summary>The services of schedules, and the housekeeping of the server.</summary>
internal static class SchedulingServices
{
    public static void AddSchedulingServices(this IServiceCollection services)
    {
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<ScheduleRunStore>();
        services.AddSingleton<DueStore>();
        services.AddSingleton<ScheduleSignal>();
        services.AddSingleton<SchedulePlans>();
        services.AddSingleton(NewService);
        services.AddSingleton<IScheduleRunner, ScheduleRunner>();
        services.AddSingleton<SystemJobs>();
        services.AddSingleton<CodeSchedules>();
        services.AddSingleton<ISystemJob, ExpiredTokensJob>();
        services.AddSingleton<ISystemJob, OldCallsJob>();
        services.AddSingleton<ISystemJob, OptimizeJob>();
        services.AddSingleton<ISystemJob, StatisticsJob>();
        services.AddHostedService<SchedulerService>();
    }

    private static ScheduleService NewService(IServiceProvider services)
    {
        var catalog = services.GetRequiredService<FunctionCatalog>();
        return new ScheduleService(
            services.GetRequiredService<ScheduleStore>(),
            services.GetRequiredService<ScheduleRunStore>(),
            services.GetRequiredService<SchedulePlans>(),
            services.GetRequiredService<ScheduleSignal>(),
            name => catalog.Find(name) is not null,
            services.GetRequiredService<TinyBaseOptions>(),
            services.GetRequiredService<TimeProvider>());
    }
}
