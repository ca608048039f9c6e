using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>A run of a schedule as it is stored, with times as they are answered.</summary>
internal sealed record ScheduleRun
{
    /// <summary>The columns that <see cref="Read"/> takes, in its order.</summary>
    public const string Columns =
        "id, schedule_id, reason, status, attempt, planned_at, not_before, started_at, finished_at, call_id, error";

    /// <summary>It is to run once its time has come and the run before has ended: a retry, one that was queued, or one that was asked for.</summary>
    public const string Waiting = "waiting";

    /// <summary>An engine has claimed it.</summary>
    public const string Running = "running";

    public const string Succeeded = "succeeded";

    public const string Failed = "failed";

    /// <summary>It was not to run: the one before still went on, or its time had passed.</summary>
    public const string Skipped = "skipped";

    /// <summary>The server ended between its claim and its end; whether the function did anything is not known.</summary>
    public const string Lost = "lost";

    public required string Id { get; init; }

    public required string ScheduleId { get; init; }

    /// <summary>Why there is this run: <c>schedule</c> or <c>manual</c>.</summary>
    public required string Reason { get; init; }

    public required string Status { get; init; }

    /// <summary>Which attempt it is in, from 1.</summary>
    public int Attempt { get; init; } = 1;

    public required string PlannedAt { get; init; }

    public required string NotBefore { get; init; }

    public string? StartedAt { get; init; }

    public string? FinishedAt { get; init; }

    public string? CallId { get; init; }

    public string? Error { get; init; }

    /// <summary>The run of a row with the <see cref="Columns"/>.</summary>
    public static ScheduleRun Read(Statement row) => new()
    {
        Id = row.Text(0),
        ScheduleId = row.Text(1),
        Reason = row.Text(2),
        Status = row.Text(3),
        Attempt = (int)row.Integer(4),
        PlannedAt = row.Text(5),
        NotBefore = row.Text(6),
        StartedAt = row.TextOrNull(7),
        FinishedAt = row.TextOrNull(8),
        CallId = row.TextOrNull(9),
        Error = row.TextOrNull(10),
    };
}

/// <summary>A run that an engine has claimed, with its schedule.</summary>
internal sealed record ClaimedRun(ScheduleRun Run, Schedule Schedule);

/// <summary>How a run ended.</summary>
/// <param name="Status"><see cref="ScheduleRun.Succeeded"/>, <see cref="ScheduleRun.Failed"/> or <see cref="ScheduleRun.Lost"/>.</param>
/// <param name="CallId">The call of the function; null where there was none.</param>
/// <param name="Error">What went wrong; null for nothing.</param>
internal sealed record RunOutcome(string Status, string? CallId, string? Error)
{
    private const int LongestError = 2000;

    public static RunOutcome Done(string? callId = null) => new(ScheduleRun.Succeeded, callId, null);

    public static RunOutcome Failed(string error, string? callId = null) => new(ScheduleRun.Failed, callId, Cut(error));

    /// <summary>Nobody can say any more how it ended.</summary>
    public static RunOutcome Lost { get; } = new(ScheduleRun.Lost, null, "The server ended before the run did; whether the function did anything is not known");

    private static string Cut(string text) => text.Length <= LongestError ? text : text[..LongestError] + "…";
}
