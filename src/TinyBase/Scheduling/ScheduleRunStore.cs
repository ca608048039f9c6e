using Dapper;

using TinyBase.Audit;
using TinyBase.Hosting.Events;
using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>The runs of schedules. Each is a row from its claim on, so that none is ever gone without a trace.</summary>
internal sealed class ScheduleRunStore(Database database, IEventPublisher events, TimeProvider clock)
{
    /// <summary>How many ended runs of a schedule are kept.</summary>
    private const int Kept = 50;

    /// <summary>The runs of a schedule, the newest first, and how many there are.</summary>
    public async Task<(IReadOnlyList<ScheduleRun> Runs, long Total)> List(string scheduleId, int limit, int offset, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var runs = lease.Connection.Prepare($"SELECT {ScheduleRun.Columns} FROM _schedule_run WHERE schedule_id = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3");
        runs.Bind(1, scheduleId);
        runs.Bind(2, limit);
        runs.Bind(3, offset);
        var count = lease.Connection.Prepare("SELECT count(*) FROM _schedule_run WHERE schedule_id = ?1");
        count.Bind(1, scheduleId);
        return (runs.All(ScheduleRun.Read), count.First(row => row.Integer(0)));
    }

    /// <summary>Asks for a run now. One that waits already is brought forward.</summary>
    /// <returns>The run; null if there is no such schedule.</returns>
    public Task<ScheduleRun?> Request(string scheduleId, Actor by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            if (ScheduleStore.Find(session.Connection, scheduleId) is not { } schedule) return Written.Undo<ScheduleRun?>(null);
            ScheduleStore.Note(session, by, "schedule.run", schedule);
            var now = Timestamps.ToText(clock.GetUtcNow());
            var moved = session.Connection.Ado.Execute(
                "UPDATE _schedule_run SET not_before = @now, reason = 'manual' WHERE schedule_id = @scheduleId AND status = 'waiting'", new { scheduleId, now });
            if (moved == 0) Insert(session, scheduleId, "manual", ScheduleRun.Waiting, now, now, null);
            var waiting = session.Connection.Prepare($"SELECT {ScheduleRun.Columns} FROM _schedule_run WHERE schedule_id = ?1 AND status = 'waiting'");
            waiting.Bind(1, scheduleId);
            return Written.Keep(waiting.First(ScheduleRun.Read));
        },
        cancel: cancel);

    /// <summary>Claims runs for an engine. Of several engines that want the same one, one gets it.</summary>
    public Task<IReadOnlyList<ClaimedRun>> Claim(ClaimRequest wanted, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var claimed = new List<ClaimedRun>();
            var now = Timestamps.ToText(wanted.Now);
            foreach (var id in wanted.Waiting)
            {
                if (ClaimWaiting(session, id, wanted.Engine, now) is { } run) claimed.Add(run);
            }

            foreach (var due in wanted.Due)
            {
                if (ClaimDue(session, due, wanted.Engine, now) is { } run) claimed.Add(run);
            }

            foreach (var run in claimed) Tell(session, run, wanted.Now);
            return Written.Keep<IReadOnlyList<ClaimedRun>>(claimed);
        },
        cancel: cancel);

    /// <summary>Says that an engine is alive, beside each run that it has claimed.</summary>
    public Task Beat(string engine, CancellationToken cancel) => database.Writer.Run(
        session => Written.Keep(session.Connection.Change(
            "UPDATE _schedule_run SET beat = beat + 1 WHERE status = 'running' AND engine = ?1", engine)),
        cancel: cancel);

    /// <summary>The runs that other engines have claimed, with the beats of those.</summary>
    public async Task<IReadOnlyList<(string Id, long Beat)>> OfOthers(string engine, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = lease.Connection.Prepare("SELECT id, beat FROM _schedule_run WHERE status = 'running' AND engine <> ?1");
        rows.Bind(1, engine);
        return rows.All(row => (row.Text(0), row.Integer(1)));
    }

    /// <summary>Ends a run that an engine has claimed. One that failed may wait for another attempt.</summary>
    public Task Finish(string runId, string engine, RunOutcome outcome) => database.Writer.Run(session =>
    {
        var running = Running(session, "id = ?1 AND engine = ?2");
        running.Bind(1, runId);
        running.Bind(2, engine);
        return Written.Keep(End(session, running, outcome));
    });

    /// <summary>Gives up a run whose engine is not heard of any more.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="beat">The last that was heard.</param>
    /// <param name="cancel">Cancels it.</param>
    public Task<int> Lose(string runId, long beat, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var running = Running(session, "id = ?1 AND beat = ?2");
            running.Bind(1, runId);
            running.Bind(2, beat);
            return Written.Keep(End(session, running, RunOutcome.Lost));
        },
        cancel: cancel);

    /// <summary>Gives up all runs that are claimed. For a server that starts: it is the only one that uses the database.</summary>
    public Task<int> LoseAll(CancellationToken cancel) => database.Writer.Run(
        session => Written.Keep(End(session, Running(session, "1 = 1"), RunOutcome.Lost)), cancel: cancel);

    /// <summary>What waits does so no longer than the longest delay, also where the clock was set back.</summary>
    public Task BringForward(CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var now = clock.GetUtcNow();
            var statement = session.Connection.Prepare("UPDATE _schedule_run SET not_before = ?1 WHERE status = 'waiting' AND not_before > ?2");
            statement.Bind(1, Timestamps.ToText(now));
            statement.Bind(2, Timestamps.ToText(now.AddSeconds(ScheduleRules.MostRetryDelay)));
            statement.Run();
            return Written.Keep(true);
        },
        cancel: cancel);

    /// <summary>Another attempt is no other firing, and housekeeping is nobody's schedule.</summary>
    private void Tell(WriteSession session, ClaimedRun claimed, DateTimeOffset now)
    {
        var (run, schedule) = claimed;
        if (run.Attempt > 1 || schedule.Source == ScheduleSource.System || !events.IsWanted(HookPoint.ScheduleFire, schedule.FunctionName)) return;
        events.Publish(session, new ScheduleFireEvent
        {
            ScheduleId = Guid.Parse(schedule.Id),
            ScheduleName = schedule.Name,
            FunctionName = schedule.FunctionName,
            DueAt = Timestamps.Parse(run.PlannedAt),
            At = now,
        });
    }

    private static ClaimedRun? ClaimWaiting(WriteSession session, string id, string engine, string now)
    {
        var claim = session.Connection.Prepare(
            $"""
            UPDATE _schedule_run AS r SET status = 'running', engine = ?2, started_at = ?3
            WHERE id = ?1 AND status = 'waiting'
              AND NOT EXISTS (SELECT 1 FROM _schedule_run o WHERE o.schedule_id = r.schedule_id AND o.status = 'running')
            RETURNING {ScheduleRun.Columns}
            """);
        claim.Bind(1, id);
        claim.Bind(2, engine);
        claim.Bind(3, now);
        if (claim.First(ScheduleRun.Read) is not { } run) return null;
        session.Connection.Change("UPDATE _schedule SET last_run_at = ?2, revision = revision + 1 WHERE id = ?1", run.ScheduleId, now);
        return new ClaimedRun(run, ScheduleStore.Find(session.Connection, run.ScheduleId)!);
    }

    private static ClaimedRun? ClaimDue(WriteSession session, DueSchedule due, string engine, string now)
    {
        var (schedule, next) = (due.Schedule, due.Next);
        var connection = session.Connection;
        var planned = schedule.NextRunAt!;
        var move = connection.Prepare(
            """
            UPDATE _schedule SET next_run_at = ?4, is_active = ?4 IS NOT NULL, plan = ?5, revision = revision + 1
            WHERE id = ?1 AND next_run_at = ?2 AND revision = ?3
            """);
        move.Bind(1, schedule.Id);
        move.Bind(2, planned);
        move.Bind(3, schedule.Revision);
        move.Bind(4, next);
        move.Bind(5, schedule.Plan);
        if (move.Change() == 0) return null;
        if (due.Problem is { } problem)
        {
            connection.Change("UPDATE _schedule SET last_status = 'failed', last_error = ?2 WHERE id = ?1", schedule.Id, problem);
            return Skip(session, schedule.Id, planned, now, problem);
        }

        if (due.IsMissed) return Skip(session, schedule.Id, planned, now, "Its time had passed, and missed runs are skipped");
        var isRunning = connection.Any("SELECT 1 FROM _schedule_run WHERE schedule_id = ?1 AND status = 'running'", schedule.Id);
        if (isRunning) return AfterRunning(session, schedule, planned, now);

        // The next run takes the place of a retry that still waits.
        connection.Change("UPDATE _schedule_run SET status = 'failed', finished_at = ?2 WHERE schedule_id = ?1 AND status = 'waiting'", schedule.Id, now);
        connection.Change("UPDATE _schedule SET last_run_at = ?2 WHERE id = ?1", schedule.Id, now);
        var run = Insert(session, schedule.Id, "schedule", ScheduleRun.Running, planned, now, engine);
        return new ClaimedRun(run, schedule);
    }

    private static ClaimedRun? AfterRunning(WriteSession session, Schedule schedule, string planned, string now)
    {
        if (schedule.OverlapPolicy != ScheduleRules.Queue) return Skip(session, schedule.Id, planned, now, "The run before still went on");
        var hasWaiting = session.Connection.Any("SELECT 1 FROM _schedule_run WHERE schedule_id = ?1 AND status = 'waiting'", schedule.Id);
        if (hasWaiting) return Skip(session, schedule.Id, planned, now, "The run before still went on, and one waited already");
        Insert(session, schedule.Id, "schedule", ScheduleRun.Waiting, planned, planned, null);
        return null;
    }

    private static ClaimedRun? Skip(WriteSession session, string scheduleId, string planned, string now, string why)
    {
        var run = Insert(session, scheduleId, "schedule", ScheduleRun.Skipped, planned, now, null);
        session.Connection.Change("UPDATE _schedule_run SET finished_at = ?2, error = ?3 WHERE id = ?1", run.Id, now, why);
        Prune(session, scheduleId);
        return null;
    }

    private static ScheduleRun Insert(
        WriteSession session, string scheduleId, string reason, string status, string planned, string notBefore, string? engine)
    {
        var run = new ScheduleRun
        {
            Id = session.NextId().Id.ToString(),
            ScheduleId = scheduleId,
            Reason = reason,
            Status = status,
            PlannedAt = planned,
            NotBefore = notBefore,
            StartedAt = engine is null ? null : notBefore,
        };
        var insert = session.Connection.Prepare(
            """
            INSERT INTO _schedule_run (id, schedule_id, reason, status, attempt, planned_at, not_before, started_at, engine)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """);
        insert.Bind(1, run.Id);
        insert.Bind(2, run.ScheduleId);
        insert.Bind(3, run.Reason);
        insert.Bind(4, run.Status);
        insert.Bind(5, run.Attempt);
        insert.Bind(6, run.PlannedAt);
        insert.Bind(7, run.NotBefore);
        insert.Bind(8, run.StartedAt);
        insert.Bind(9, engine);
        insert.Run();
        return run;
    }

    /// <summary>Finds the running runs that a condition names.</summary>
    private static Statement Running(WriteSession session, string condition) =>
        session.Connection.Prepare($"SELECT {ScheduleRun.Columns} FROM _schedule_run WHERE status = 'running' AND {condition}");

    /// <summary>Ends the runs that a statement finds.</summary>
    /// <returns>How many there were.</returns>
    private int End(WriteSession session, Statement running, RunOutcome outcome)
    {
        var runs = running.All(ScheduleRun.Read);
        foreach (var run in runs)
        {
            if (outcome.Status != ScheduleRun.Succeeded && TryAgain(session, run, outcome)) continue;
            End(session, run, outcome);
        }

        return runs.Count;
    }

    private bool TryAgain(WriteSession session, ScheduleRun run, RunOutcome outcome)
    {
        var connection = session.Connection;
        if (ScheduleStore.Find(connection, run.ScheduleId) is not { } schedule || run.Attempt > schedule.MaxRetries) return false;
        var again = Timestamps.ToText(clock.GetUtcNow() + schedule.Rules.BackOff(run.Attempt));
        var waits = connection.Change(
            """
            UPDATE _schedule_run AS r SET status = 'waiting', attempt = attempt + 1, not_before = ?2, engine = NULL, call_id = ?3, error = ?4
            WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM _schedule_run o WHERE o.schedule_id = r.schedule_id AND o.status = 'waiting')
            """,
            run.Id,
            again,
            outcome.CallId,
            outcome.Error);
        if (waits == 0) return false;
        connection.Change(
            "UPDATE _schedule SET last_status = ?2, last_error = ?3, revision = revision + 1 WHERE id = ?1", run.ScheduleId, outcome.Status, outcome.Error);
        return true;
    }

    private void End(WriteSession session, ScheduleRun run, RunOutcome outcome)
    {
        var connection = session.Connection;
        var now = Timestamps.ToText(clock.GetUtcNow());
        connection.Change(
            "UPDATE _schedule_run SET status = ?2, finished_at = ?3, call_id = ?4, error = ?5 WHERE id = ?1",
            run.Id,
            outcome.Status,
            now,
            outcome.CallId,
            outcome.Error);
        connection.Change(
            """
            UPDATE _schedule SET
              last_status = ?2, last_error = ?3,
              failures_in_a_row = CASE WHEN ?2 = 'succeeded' THEN 0 ELSE failures_in_a_row + 1 END,
              revision = revision + 1
            WHERE id = ?1
            """,
            run.ScheduleId,
            outcome.Status,
            outcome.Error);
        connection.Change(
            """
            UPDATE _schedule SET is_active = 0, next_run_at = NULL, revision = revision + 1
            WHERE id = ?1 AND is_active = 1 AND failures_in_a_row >= disable_after_failures
            """,
            run.ScheduleId);
        Prune(session, run.ScheduleId);
    }

    private static void Prune(WriteSession session, string scheduleId) => session.Connection.Change(
        $"""
        DELETE FROM _schedule_run WHERE schedule_id = ?1 AND status NOT IN ('waiting', 'running') AND id <= (
          SELECT id FROM _schedule_run WHERE schedule_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET {Kept})
        """,
        scheduleId);
}

/// <summary>What an engine wants to claim.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Now">The time.</param>
/// <param name="Waiting">The runs that wait.</param>
/// <param name="Due">The schedules that are due.</param>
internal sealed record ClaimRequest(string Engine, DateTimeOffset Now, IReadOnlyList<string> Waiting, IReadOnlyList<DueSchedule> Due);

/// <summary>A schedule that is due.</summary>
/// <param name="Schedule">The schedule, with the plan that it is to have.</param>
/// <param name="Next">When it is due again; null for never.</param>
/// <param name="IsMissed">Whether the run is left out, since its time has passed.</param>
/// <param name="Problem">Why the schedule cannot be planned any more, so that it ends here; null if it can.</param>
internal sealed record DueSchedule(Schedule Schedule, string? Next, bool IsMissed, string? Problem);
