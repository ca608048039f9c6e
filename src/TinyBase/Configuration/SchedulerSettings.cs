using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of the scheduler.</summary>
internal static class SchedulerSettings
{
    private const int SecondsOfADay = 24 * 3600;

    private static readonly IntegerType Ticks = new(1, 1_000_000);

    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<bool>("scheduler_enabled", new BooleanType(),
            target => target.Options.Scheduler.Enabled, (target, value) => target.Options.Scheduler.Enabled = value,
            "Whether schedules run. The server's own housekeeping does in any case."),
        new Setting<int>("scheduler_interval_seconds", new IntegerType(1, SecondsOfADay),
            target => target.Options.Scheduler.IntervalSeconds, (target, value) => target.Options.Scheduler.IntervalSeconds = value,
            "How long the scheduler sleeps at most, in seconds. It wakes when something is due."),
        new Setting<int>("scheduler_max_schedules_per_tick", new IntegerType(1, 10_000),
            target => target.Options.Scheduler.MaxSchedulesPerTick, (target, value) => target.Options.Scheduler.MaxSchedulesPerTick = value,
            "How many schedules start at one look."),
        new Setting<int>("scheduler_max_concurrent_executions", new IntegerType(1, 10_000),
            target => target.Options.Scheduler.MaxConcurrentRuns, (target, value) => target.Options.Scheduler.MaxConcurrentRuns = value,
            "How many runs of schedules go on at once; others wait."),
        new Setting<int>("scheduler_token_cleanup_interval", Ticks,
            target => target.Options.Scheduler.TokenCleanupInterval, (target, value) => target.Options.Scheduler.TokenCleanupInterval = value,
            "How often expired tokens are removed, in sleeps of the scheduler."),
        new Setting<int>("scheduler_metrics_collection_interval", Ticks,
            target => target.Options.Scheduler.MetricsCollectionInterval,
            (target, value) => target.Options.Scheduler.MetricsCollectionInterval = value,
            "How often metrics are kept, in sleeps of the scheduler."),
    ];
}
