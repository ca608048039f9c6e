namespace TinyBase.Configuration;

/// <summary>Schedules, and the housekeeping of the server. They are read when they are needed, so a change counts at once.</summary>
public sealed class SchedulerOptions
{
    /// <summary>Whether schedules run; the housekeeping of the server does in any case. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long the scheduler sleeps at most, in seconds; it wakes when something is due. Default: 5.</summary>
    public int IntervalSeconds { get; set; } = 5;

    /// <summary>How many schedules start at one look, 1 to 10,000. Default: 100.</summary>
    public int MaxSchedulesPerTick { get; set; } = 100;

    /// <summary>How many runs of schedules go on at once, 1 to 10,000; others wait. Default: 10.</summary>
    public int MaxConcurrentRuns { get; set; } = 10;

    /// <summary>How often expired tokens are removed, in sleeps of <see cref="IntervalSeconds"/>. Default: 60, which is five minutes.</summary>
    public int TokenCleanupInterval { get; set; } = 60;

    /// <summary>How often metrics are kept, in sleeps of <see cref="IntervalSeconds"/>. Default: 360, which is half an hour.</summary>
    public int MetricsCollectionInterval { get; set; } = 360;
}
