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

    private const string Columns =
        """
        seq AS Seq, id AS Id, subscriber AS Subscriber, event AS Event, subject AS Subject, order_key AS OrderKey, payload AS Payload,
        status AS Status, attempts AS Attempts, next_attempt_at AS NextAttemptAt, created_at AS CreatedAt, finished_at AS FinishedAt,
        duration_ms AS DurationMs, response_status AS ResponseStatus, response_body AS ResponseBody, error AS Error
        """;

    /// <summary>An event of a subscriber, or of any hook where none is named.</summary>
    private const string IsTheOne = "id = @id AND (subscriber = @subscriber OR @subscriber IS NULL AND subscriber NOT LIKE 'webhook/%')";

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
        var rows = lease.Connection.Ado.Query<OutboxRow>(
            $"""
            SELECT {Columns} FROM _outbox o INDEXED BY _outbox_pending
            WHERE subscriber = @subscriber AND status = 'pending' AND next_attempt_at <= @now
              AND NOT EXISTS (
                SELECT 1 FROM _outbox e
                WHERE e.subscriber = o.subscriber AND e.order_key = o.order_key AND e.status = 'pending' AND e.seq < o.seq AND e.next_attempt_at > @now)
            ORDER BY seq LIMIT @most
            """,
            new { subscriber, now = Timestamps.ToText(clock.GetUtcNow()), most = MaxBatch },
            buffered: false);
        foreach (var row in rows)
        {
            due.Add(row);
            chars += row.Payload.Length;
            if (chars >= MaxBatchChars) break;
        }

        return due;
    }

    /// <summary>When the next event of a subscriber is due; null if none is kept.</summary>
    public async Task<DateTimeOffset?> NextDue(string subscriber, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var next = lease.Connection.Ado.ExecuteScalar<string?>(
            "SELECT min(next_attempt_at) FROM _outbox WHERE subscriber = @subscriber AND status = 'pending'", new { subscriber });
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
            WHERE (@Subscriber IS NULL OR subscriber = @Subscriber) AND (@Status IS NULL OR status = @Status)
              AND (@Hooks = (subscriber NOT LIKE 'webhook/%'))
            """;
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var parameters = new { filter.Subscriber, filter.Status, Hooks = filter.Subscriber?.StartsWith(WebhookPrefix, StringComparison.Ordinal) != true, limit, offset };
        var rows = lease.Connection.Ado.Query<OutboxRow>(
            $"SELECT {Columns} FROM _outbox {where} ORDER BY seq DESC LIMIT @limit OFFSET @offset", parameters).AsList();
        return (rows, lease.Connection.Ado.ExecuteScalar<long>($"SELECT count(*) FROM _outbox {where}", parameters));
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
            session.Connection.Ado.Execute(
                $"UPDATE _outbox SET status = 'pending', attempts = 0, next_attempt_at = @now, finished_at = NULL WHERE {IsTheOne}",
                new { id, subscriber, now = Timestamps.ToText(clock.GetUtcNow()) });
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
                session => Written.Keep(session.Connection.Ado.Execute(
                    "DELETE FROM _outbox WHERE seq IN (SELECT seq FROM _outbox WHERE status <> 'pending' AND finished_at < @before LIMIT @count)",
                    new { before, count = RemovedAtOnce })),
                cancel: cancel).ConfigureAwait(false);
        }
        while (changed == RemovedAtOnce);
        var known = subscribers.ToList();
        await database.Writer.Run(
            session => Written.Keep(session.Connection.Ado.Execute(
                """
                UPDATE _outbox SET status = 'dead', finished_at = @now, error = 'There is no such hook any more'
                WHERE seq IN (SELECT seq FROM _outbox WHERE status = 'pending' AND created_at < @before AND subscriber NOT IN @known LIMIT @count)
                """,
                new { now = Timestamps.ToText(clock.GetUtcNow()), before, known, count = RemovedAtOnce })),
            cancel: cancel).ConfigureAwait(false);
    }

    /// <summary>How long an event waits after so many failures: a second, then twice as long each time, up to an hour.</summary>
    public static TimeSpan Delay(long failures)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private static OutboxRow? Find(Connection connection, string id, string? subscriber) =>
        connection.Ado.QuerySingleOrDefault<OutboxRow>($"SELECT {Columns} FROM _outbox WHERE {IsTheOne}", new { id, subscriber });

    private void Settle(Connection connection, OutboxAttempt attempt)
    {
        var row = attempt.Row;
        if (attempt.Error is null && !row.Subscriber.StartsWith(WebhookPrefix, StringComparison.Ordinal))
        {
            connection.Ado.Execute("DELETE FROM _outbox WHERE seq = @Seq AND id = @Id", row);
            return;
        }

        var now = clock.GetUtcNow();
        var attempts = row.Attempts + 1;
        var isDead = attempt.Error is not null && (attempt.IsFinal || attempts >= options.Hooks.MaxAttempts);
        connection.Ado.Execute(
            """
            UPDATE _outbox SET status = @status, attempts = @attempts, next_attempt_at = @next, finished_at = @finished, duration_ms = @duration,
              response_status = @ResponseStatus, response_body = @ResponseBody, error = @Error
            WHERE seq = @Seq AND id = @Id AND status = 'pending'
            """,
            new
            {
                row.Seq,
                row.Id,
                status = attempt.Error is null ? OutboxRow.Delivered : isDead ? OutboxRow.Dead : OutboxRow.Pending,
                attempts,
                next = Timestamps.ToText(now + Delay(attempts)),
                finished = attempt.Error is null || isDead ? Timestamps.ToText(now) : null,
                duration = (long)attempt.Took.TotalMilliseconds,
                attempt.ResponseStatus,
                attempt.ResponseBody,
                attempt.Error,
            });
    }
}

/// <summary>Which events are asked for; null for any, where those of webhooks are listed for one webhook only.</summary>
internal sealed record OutboxFilter(string? Subscriber, string? Status);
