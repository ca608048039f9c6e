using Dapper;

using TinyBase.Audit;
using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>The schedules that are stored.</summary>
internal sealed class ScheduleStore(Database database)
{
    /// <summary>How many schedules there may be.</summary>
    public const int MaxSchedules = 100_000;

    /// <summary>Schedules, and how many there are.</summary>
    public async Task<(IReadOnlyList<Schedule> Schedules, long Total)> List(
        ScheduleFilter filter, ScheduleOrder order, int limit, int offset, CancellationToken cancel)
    {
        const string where =
            """
            WHERE (?1 IS NULL OR s.function_name = ?1) AND (?2 IS NULL OR s.is_active = ?2) AND (?3 IS NULL OR s.source = ?3)
            """;
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = Filtered($"SELECT {Schedule.Columns} FROM _schedule s {where} ORDER BY {Terms(order)} LIMIT ?4 OFFSET ?5");
        rows.Bind(4, limit);
        rows.Bind(5, offset);
        return (rows.All(Schedule.Read), Filtered($"SELECT count(*) FROM _schedule s {where}").First(row => row.Integer(0)));

        Statement Filtered(string sql)
        {
            var statement = lease.Connection.Prepare(sql);
            statement.Bind(1, filter.FunctionName);
            if (filter.IsActive is { } isActive) statement.Bind(2, isActive ? 1 : 0);
            statement.Bind(3, filter.Source);
            return statement;
        }
    }

    /// <summary>Whether there is no place for another one.</summary>
    public async Task<bool> IsFull(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.ExecuteScalar<long>("SELECT count(*) FROM _schedule") >= MaxSchedules;
    }

    /// <summary>One schedule, or null.</summary>
    public async Task<Schedule?> Get(string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, id);
    }

    /// <summary>Those that are not made by somebody: of functions, or of the server.</summary>
    public async Task<IReadOnlyList<Schedule>> Declared(string source, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = lease.Connection.Prepare($"SELECT {Schedule.Columns} FROM _schedule WHERE source = ?1 ORDER BY id");
        rows.Bind(1, source);
        return rows.All(Schedule.Read);
    }

    /// <summary>Those that are to run.</summary>
    public async Task<IReadOnlyList<Schedule>> Planned(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Prepare($"SELECT {Schedule.Columns} FROM _schedule WHERE next_run_at IS NOT NULL").All(Schedule.Read);
    }

    /// <summary>Adds a schedule, with an id and times of its own.</summary>
    /// <param name="by">Who does it, for the audit log; null for the server itself.</param>
    public Task<Schedule> Add(Schedule schedule, Actor? by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var made = session.NextId();
            var now = Timestamps.ToText(made.Time);
            var added = schedule with { Id = made.Id.ToString(), CreatedAt = now, UpdatedAt = now, Revision = 1 };
            session.Connection.Ado.Execute(
                """
                INSERT INTO _schedule (
                  id, name, source, function_name, plan, input_data, is_active, overlap_policy, misfire_policy, max_retries,
                  retry_delay_seconds, disable_after_failures, next_run_at, last_status, last_error, created_by, created_at, updated_at)
                VALUES (
                  @Id, @Name, @Source, @FunctionName, @Plan, @InputData, @IsActive, @OverlapPolicy, @MisfirePolicy, @MaxRetries,
                  @RetryDelaySeconds, @DisableAfterFailures, @NextRunAt, @LastStatus, @LastError,
                  (SELECT id FROM _user WHERE id = @CreatedBy), @CreatedAt, @UpdatedAt)
                """,
                added);
            Note(session, by, "schedule.create", added);
            return Written.Keep(added);
        },
        cancel: cancel);

    /// <summary>Stores what was changed about a schedule, if nothing else has changed it since it was read.</summary>
    /// <returns>Whether it is stored.</returns>
    public Task<bool> Replace(Schedule schedule, Actor? by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var changed = session.Connection.Ado.Execute(
                """
                UPDATE _schedule SET
                  name = @Name, plan = @Plan, input_data = @InputData, is_active = @IsActive, overlap_policy = @OverlapPolicy,
                  misfire_policy = @MisfirePolicy, max_retries = @MaxRetries, retry_delay_seconds = @RetryDelaySeconds,
                  disable_after_failures = @DisableAfterFailures, failures_in_a_row = @FailuresInARow, next_run_at = @NextRunAt,
                  last_status = @LastStatus, last_error = @LastError, updated_at = @UpdatedAt, revision = revision + 1
                WHERE id = @Id AND revision = @Revision
                """,
                schedule);
            if (changed > 0 && !schedule.IsActive) RemoveWaiting(session, schedule);
            if (changed > 0) Note(session, by, "schedule.update", schedule);
            return new Written<bool>(changed > 0, Keep: changed > 0);
        },
        cancel: cancel);

    /// <summary>Moves the time of the next run, if nothing else has changed it since it was read.</summary>
    public Task Move(Schedule schedule, string? next, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var move = session.Connection.Prepare("UPDATE _schedule SET next_run_at = ?3, revision = revision + 1 WHERE id = ?1 AND revision = ?2");
            move.Bind(1, schedule.Id);
            move.Bind(2, schedule.Revision);
            move.Bind(3, next);
            return Written.Keep(move.Change());
        },
        cancel: cancel);

    /// <summary>Removes a schedule and the record of its runs; a run that goes on goes on.</summary>
    /// <returns>Whether there is one.</returns>
    public Task<bool> Remove(Schedule schedule, Actor? by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            if (session.Connection.Ado.Execute("DELETE FROM _schedule WHERE id = @Id", new { schedule.Id }) == 0) return Written.Undo(false);
            Note(session, by, "schedule.delete", schedule);
            return Written.Keep(true);
        },
        cancel: cancel);

    /// <summary>Finds a schedule on any connection.</summary>
    public static Schedule? Find(Connection connection, string id)
    {
        var rows = connection.Prepare($"SELECT {Schedule.Columns} FROM _schedule WHERE id = ?1");
        rows.Bind(1, id);
        return rows.First(Schedule.Read);
    }

    /// <summary>Writes what somebody did to a schedule into the audit log.</summary>
    public static void Note(WriteSession session, Actor? by, string action, Schedule schedule)
    {
        if (by is not null) AuditTrail.Add(session, new AuditEntry(by, action, "schedule", schedule.Id) { ObjectName = schedule.Name });
    }

    /// <summary>What does not run any more comes last, whichever end is first.</summary>
    private static string Terms(ScheduleOrder order)
    {
        var direction = order.Descending ? "DESC" : "ASC";
        return order.By switch
        {
            ScheduleOrder.Source => $"CASE s.source WHEN 'user' THEN 0 WHEN 'code' THEN 1 ELSE 2 END {direction}, s.id",
            ScheduleOrder.Name => $"s.name COLLATE NOCASE {direction}, s.id",
            ScheduleOrder.NextRun => $"s.next_run_at {direction} NULLS LAST, s.id",
            _ => $"s.id {direction}",
        };
    }

    /// <summary>What is disabled does not try again either.</summary>
    private static void RemoveWaiting(WriteSession session, Schedule schedule) => session.Connection.Ado.Execute(
        """
        UPDATE _schedule_run SET status = 'skipped', finished_at = @UpdatedAt, error = 'The schedule was disabled'
        WHERE schedule_id = @Id AND status = 'waiting'
        """,
        new { schedule.Id, schedule.UpdatedAt });
}

/// <summary>Which schedules are asked for; null for any.</summary>
internal sealed record ScheduleFilter(string? FunctionName, bool? IsActive, string? Source);

/// <summary>In which order schedules are listed.</summary>
internal sealed record ScheduleOrder(string By, bool Descending)
{
    public const string Source = "source";
    public const string Created = "created_at";
    public const string Name = "name";
    public const string NextRun = "next_run_at";

    /// <summary>People's own first, then those of functions, then the housekeeping of the server; each in the order in which they were made.</summary>
    public static ScheduleOrder Usual { get; } = new(Source, Descending: false);
}
