using System.Text.Json.Nodes;

using Dapper;

using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Extensions.Outbox;

/// <summary>The events that are kept for durable hooks and webhooks until these have taken them.</summary>
internal sealed class OutboxStore(Database database, TinyBaseOptions options, TimeProvider clock)
{
    /// <summary>The prefix of subscribers whose events stay in the list after they were delivered.</summary>
    public const string WebhookPrefix = "webhook/";

    private const int MaxBatch = 200;
    private const int MaxBatchChars = 4 * 1024 * 1024;
    private const int RemovedAtOnce = 1000;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <summary>An event of a subscriber, or of any hook where none is named.</summary>
    private const string IsTheOne = "id = ?1 AND (subscriber = ?2 OR ?2 IS NULL AND subscriber NOT LIKE 'webhook/%')";

    /// <summary>Keeps an event in a write of the caller's.</summary>
    public static void Add(WriteSession session, string subscriber, HookEvent happened, ReadOnlySpan<byte> json)
    {
        var made = session.NextId();
        var now = Timestamps.ToText(made.Time);
        var insert = session.Connection.Prepare(
            """
            INSERT INTO _outbox (id, subscriber, event, subject, order_key, payload, status, next_attempt_at, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7, ?7)
            """);
        insert.Bind(1, made.Id.ToString());
        insert.Bind(2, subscriber);
        insert.Bind(3, happened.Point.Name());
        insert.Bind(4, happened.Subject);
        insert.Bind(5, happened.OrderKey);
        insert.Bind(6, json);
        insert.Bind(7, now);
        insert.Run();
    }

    /// <summary>
    /// The next events of a subscriber that are due, in their order. None is among them whose turn comes only after one that is not due.
    /// </summary>
    public async Task<IReadOnlyList<OutboxRow>> Due(string subscriber, CancellationToken cancel)
    {
        var due = new List<OutboxRow>();
        var chars = 0;
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = lease.Connection.Prepare(
            $"""
            SELECT {OutboxRow.Columns} FROM _outbox o INDEXED BY _outbox_pending
            WHERE subscriber = ?1 AND status = 'pending' AND next_attempt_at <= ?2
              AND NOT EXISTS (
                SELECT 1 FROM _outbox e
                WHERE e.subscriber = o.subscriber AND e.order_key = o.order_key AND e.status = 'pending' AND e.seq < o.seq AND e.next_attempt_at > ?2)
            ORDER BY seq LIMIT {MaxBatch}
            """);
        rows.Bind(1, subscriber);
        rows.Bind(2, Timestamps.ToText(clock.GetUtcNow()));
        try
        {
            while (chars < MaxBatchChars && rows.Step())
            {
                var row = OutboxRow.Read(rows);
                due.Add(row);
                chars += row.Payload.Length;
            }
        }
        finally
        {
            rows.Reset();
        }

        return due;
    }

    /// <summary>When the next event of a subscriber is due; null if none is kept.</summary>
    public async Task<DateTimeOffset?> NextDue(string subscriber, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var next = lease.Connection.FirstText("SELECT min(next_attempt_at) FROM _outbox WHERE subscriber = ?1 AND status = 'pending'", subscriber);
        return next is null ? null : Timestamps.Parse(next);
    }

    /// <summary>Writes what became of some events: those of webhooks stay for a while, those of hooks go.</summary>
    public Task Settle(IReadOnlyList<OutboxAttempt> attempts) => database.Writer.Run(session =>
    {
        foreach (var attempt in attempts) Settle(session.Connection, attempt);
        return Written.Keep(true);
    });

    /// <summary>Events, the newest first, and how many there are.</summary>
    public async Task<(IReadOnlyList<OutboxRow> Rows, long Total)> List(OutboxFilter filter, int limit, int offset, CancellationToken cancel)
    {
        const string where =
            """
            WHERE (?1 IS NULL OR subscriber = ?1) AND (?2 IS NULL OR status = ?2) AND (?3 = (subscriber NOT LIKE 'webhook/%'))
            """;
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = Filtered($"SELECT {OutboxRow.Columns} FROM _outbox {where} ORDER BY seq DESC LIMIT ?4 OFFSET ?5");
        rows.Bind(4, limit);
        rows.Bind(5, offset);
        return (rows.All(OutboxRow.Read), Filtered($"SELECT count(*) FROM _outbox {where}").First(row => row.Integer(0)));

        Statement Filtered(string sql)
        {
            var statement = lease.Connection.Prepare(sql);
            statement.Bind(1, filter.Subscriber);
            statement.Bind(2, filter.Status);
            statement.Bind(3, filter.Subscriber?.StartsWith(WebhookPrefix, StringComparison.Ordinal) == true ? 0 : 1);
            return statement;
        }
    }

    /// <summary>One event.</summary>
    /// <param name="subscriber">Whose event it must be; null for any hook.</param>
    /// <returns>The event; null if the subscriber has none with that id.</returns>
    public async Task<OutboxRow?> Find(string id, string? subscriber, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, id, subscriber);
    }

    /// <summary>How many events wait, by subscriber.</summary>
    public async Task<IReadOnlyDictionary<string, (long Pending, long Dead)>> Count(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado
            .Query<(string Subscriber, long Pending, long Dead)>(
                "SELECT subscriber, sum(status = 'pending'), sum(status = 'dead') FROM _outbox GROUP BY subscriber")
            .ToDictionary(row => row.Subscriber, row => (row.Pending, row.Dead), StringComparer.Ordinal);
    }

    /// <summary>Has an event brought once more, that was delivered or given up.</summary>
    /// <param name="subscriber">Whose event it must be; null for any hook.</param>
    /// <returns>The event as it is now; null if the subscriber has none with that id.</returns>
    public Task<OutboxRow?> Redeliver(string id, string? subscriber, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            session.Connection.Change(
                $"UPDATE _outbox SET status = 'pending', attempts = 0, next_attempt_at = ?3, finished_at = NULL WHERE {IsTheOne}",
                id,
                subscriber,
                Timestamps.ToText(clock.GetUtcNow()));
            var row = Find(session.Connection, id, subscriber);
            return new Written<OutboxRow?>(row, Keep: row is not null);
        },
        cancel: cancel);

    /// <summary>Drops what is kept for all subscribers of a source.</summary>
    public static void DropAll(WriteSession session, string source) => session.Connection.Ado.Execute(
        // Their ids go on with a slash; what follows it in order is 0.
        "DELETE FROM _outbox WHERE subscriber >= @source || '/' AND subscriber < @source || '0'",
        new { source });

    /// <summary>Drops the events of a subscriber that is gone for good.</summary>
    public static void Drop(WriteSession session, string subscriber) =>
        session.Connection.Ado.Execute("DELETE FROM _outbox WHERE subscriber = @subscriber", new { subscriber });

    /// <summary>
    /// Removes what ended long ago, and gives up what waits for a subscriber that has been gone for as long.
    /// </summary>
    /// <param name="subscribers">Those that there are.</param>
    public async Task Clean(IReadOnlyCollection<string> subscribers, CancellationToken cancel)
    {
        var before = Timestamps.ToText(clock.GetUtcNow().AddDays(-options.Hooks.KeepDays));
        int changed;
        do
        {
            changed = await database.Writer.Run(
                session => Written.Keep(session.Connection.Change(
                    $"DELETE FROM _outbox WHERE seq IN (SELECT seq FROM _outbox WHERE status <> 'pending' AND finished_at < ?1 LIMIT {RemovedAtOnce})", before)),
                cancel: cancel).ConfigureAwait(false);
        }
        while (changed == RemovedAtOnce);
        var known = new JsonArray([.. subscribers.Select(id => JsonValue.Create(id))]).ToJsonString();
        await database.Writer.Run(
            session => Written.Keep(session.Connection.Change(
                $"""
                UPDATE _outbox SET status = 'dead', finished_at = ?1, error = 'There is no such hook any more'
                WHERE seq IN (
                  SELECT seq FROM _outbox
                  WHERE status = 'pending' AND created_at < ?2 AND subscriber NOT IN (SELECT value FROM json_each(?3)) LIMIT {RemovedAtOnce})
                """,
                Timestamps.ToText(clock.GetUtcNow()),
                before,
                known)),
            cancel: cancel).ConfigureAwait(false);
    }

    /// <summary>How long an event waits after so many failures: a second, then twice as long each time, up to an hour.</summary>
    public static TimeSpan Delay(long failures)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private static OutboxRow? Find(Connection connection, string id, string? subscriber)
    {
        var rows = connection.Prepare($"SELECT {OutboxRow.Columns} FROM _outbox WHERE {IsTheOne}");
        rows.Bind(1, id);
        rows.Bind(2, subscriber);
        return rows.First(OutboxRow.Read);
    }

    private void Settle(Connection connection, OutboxAttempt attempt)
    {
        var row = attempt.Row;
        if (attempt.Error is null && !row.Subscriber.StartsWith(WebhookPrefix, StringComparison.Ordinal))
        {
            var delete = connection.Prepare("DELETE FROM _outbox WHERE seq = ?1 AND id = ?2");
            delete.Bind(1, row.Seq);
            delete.Bind(2, row.Id);
            delete.Run();
            return;
        }

        var now = clock.GetUtcNow();
        var attempts = row.Attempts + 1;
        var isDead = attempt.Error is not null && (attempt.IsFinal || attempts >= options.Hooks.MaxAttempts);
        var update = connection.Prepare(
            """
            UPDATE _outbox SET status = ?3, attempts = ?4, next_attempt_at = ?5, finished_at = ?6, duration_ms = ?7,
              response_status = ?8, response_body = ?9, error = ?10
            WHERE seq = ?1 AND id = ?2 AND status = 'pending'
            """);
        update.Bind(1, row.Seq);
        update.Bind(2, row.Id);
        update.Bind(3, attempt.Error is null ? OutboxRow.Delivered : isDead ? OutboxRow.Dead : OutboxRow.Pending);
        update.Bind(4, attempts);
        update.Bind(5, Timestamps.ToText(now + Delay(attempts)));
        update.Bind(6, attempt.Error is null || isDead ? Timestamps.ToText(now) : null);
        update.Bind(7, (long)attempt.Took.TotalMilliseconds);
        update.Bind(8, attempt.ResponseStatus);
        update.Bind(9, attempt.ResponseBody);
        update.Bind(10, attempt.Error);
        update.Run();
    }
}

/// <summary>Which events are asked for; null for any, where those of webhooks are listed for one webhook only.</summary>
internal sealed record OutboxFilter(string? Subscriber, string? Status);
