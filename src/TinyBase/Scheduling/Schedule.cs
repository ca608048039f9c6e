using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>A schedule as it is stored, with times as they are answered.</summary>
internal sealed record Schedule
{
    /// <summary>The columns that <see cref="Read"/> takes, in its order.</summary>
    public const string Columns =
        """
        id, name, source, function_name, plan, input_data, is_active, overlap_policy, misfire_policy, max_retries, retry_delay_seconds,
        disable_after_failures, failures_in_a_row, next_run_at, last_run_at, last_status, last_error, created_by, created_at, updated_at,
        revision
        """;

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Where it comes from, see <see cref="ScheduleSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The function; of a system job its name.</summary>
    public required string FunctionName { get; init; }

    /// <summary>When it runs, as it was given: a JSON object.</summary>
    public required string Plan { get; init; }

    /// <summary>The input of each call, a JSON object.</summary>
    public string InputData { get; init; } = "{}";

    public bool IsActive { get; init; } = true;

    public ScheduleRules Rules => new(OverlapPolicy, MisfirePolicy, MaxRetries, RetryDelaySeconds, DisableAfterFailures);

    public string OverlapPolicy { get; init; } = ScheduleRules.Skip;

    public string MisfirePolicy { get; init; } = ScheduleRules.RunOnce;

    public int MaxRetries { get; init; }

    public int RetryDelaySeconds { get; init; } = ScheduleRules.DefaultRetryDelay;

    public int? DisableAfterFailures { get; init; }

    public int FailuresInARow { get; init; }

    /// <summary>Null while it is not to run.</summary>
    public string? NextRunAt { get; init; }

    public string? LastRunAt { get; init; }

    public string? LastStatus { get; init; }

    public string? LastError { get; init; }

    /// <summary>The id of the user who made it; null for nobody, or one who is gone.</summary>
    public string? CreatedBy { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }

    /// <summary>Counted up by each change, so that what rests on an older state is not done.</summary>
    public long Revision { get; init; }

    /// <summary>The schedule of a row with the <see cref="Columns"/>.</summary>
    public static Schedule Read(Statement row) => new()
    {
        Id = row.Text(0),
        Name = row.Text(1),
        Source = row.Text(2),
        FunctionName = row.Text(3),
        Plan = row.Text(4),
        InputData = row.Text(5),
        IsActive = row.Integer(6) != 0,
        OverlapPolicy = row.Text(7),
        MisfirePolicy = row.Text(8),
        MaxRetries = (int)row.Integer(9),
        RetryDelaySeconds = (int)row.Integer(10),
        DisableAfterFailures = (int?)row.IntegerOrNull(11),
        FailuresInARow = (int)row.Integer(12),
        NextRunAt = row.TextOrNull(13),
        LastRunAt = row.TextOrNull(14),
        LastStatus = row.TextOrNull(15),
        LastError = row.TextOrNull(16),
        CreatedBy = row.TextOrNull(17),
        CreatedAt = row.Text(18),
        UpdatedAt = row.Text(19),
        Revision = row.Integer(20),
    };
}

/// <summary>Where schedules come from.</summary>
internal static class ScheduleSource
{
    /// <summary>Somebody made it.</summary>
    public const string User = "user";

    /// <summary>A function declares it.</summary>
    public const string Code = "code";

    /// <summary>The server's own housekeeping.</summary>
    public const string System = "system";
}

/// <summary>What happens where a run does not go as planned.</summary>
/// <param name="Overlap">What happens to a run whose predecessor still goes on: <see cref="Skip"/> or <see cref="Queue"/>.</param>
/// <param name="Misfire">What happens to a run that was missed: <see cref="RunOnce"/> or <see cref="Skip"/>.</param>
/// <param name="MaxRetries">How often a failed run is tried again.</param>
/// <param name="RetryDelaySeconds">How long after the first failure; it doubles with each further one.</param>
/// <param name="DisableAfterFailures">After how many failed runs in a row the schedule is disabled; null for never.</param>
internal sealed record ScheduleRules(string Overlap, string Misfire, int MaxRetries, int RetryDelaySeconds, int? DisableAfterFailures)
{
    public const string Skip = "skip";
    public const string Queue = "queue";
    public const string RunOnce = "run_once";

    public const int MostRetries = 20;
    public const int DefaultRetryDelay = 10;
    public const int MostRetryDelay = 3600;
    public const int MostFailures = 1000;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(MostRetryDelay);

    /// <summary>How long to wait after an attempt that failed, counted from 1; an hour at most.</summary>
    public TimeSpan BackOff(int attempt)
    {
        var seconds = RetryDelaySeconds * Math.Pow(2, attempt - 1);
        return seconds < LongestBackOff.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestBackOff;
    }
}
