using Dapper;

using TinyBase.Storage;

namespace TinyBase.Functions.Calls;

/// <summary>The calls that are remembered, with their logs.</summary>
internal sealed class FunctionCallStore(Database database, TimeProvider clock)
{
    private const string Columns =
        """
        id AS Id, function_name AS FunctionName, status AS Status, trigger_type AS TriggerType, trigger_id AS TriggerId,
        requested_by AS RequestedBy, principal AS Principal, version_id AS VersionId, started_at AS StartedAt,
        finished_at AS FinishedAt, duration_ms AS DurationMs, input_bytes AS InputBytes, output_bytes AS OutputBytes,
        error_type AS ErrorType, error_message AS ErrorMessage, error_stack AS ErrorStack, payload AS Payload, result AS Result
        """;

    /// <summary>How many calls one write removes, so that it never takes long.</summary>
    private const int RemovedAtOnce = 1000;

    /// <summary>Writes a call that goes on.</summary>
    public Task Begin(FunctionCall call) => database.Writer.Run(session =>
    {
        session.Connection.Ado.Execute(
            """
            INSERT INTO _function_call (
              id, function_name, status, trigger_type, trigger_id, requested_by, principal, version_id, started_at, input_bytes, payload)
            VALUES (
              @Id, @FunctionName, @Status, @TriggerType, @TriggerId, @RequestedBy, @Principal, @VersionId, @StartedAt, @InputBytes, @Payload)
            """,
            call);
        return Written.Keep(true);
    });

    /// <summary>Writes how a call ended, and what it logged.</summary>
    /// <param name="completed">Told within the write.</param>
    public Task End(FunctionCall call, IReadOnlyList<CallLogLine> lines, Action<WriteSession> completed) => database.Writer.Run(session =>
    {
        CallStatements.End(session.Connection, call);
        foreach (var line in lines) CallStatements.AddLine(session.Connection, call.Id, line);
        if (call.VersionId is not null) CallStatements.CountVersion(session.Connection, call.VersionId);
        completed(session);
        return Written.Keep(true);
    });

    /// <summary>Removes a call that never ran.</summary>
    public Task Remove(string id) => database.Writer.Run(session =>
    {
        session.Connection.Ado.Execute("DELETE FROM _function_call WHERE id = @id", new { id });
        return Written.Keep(true);
    });

    /// <summary>Calls that ran when the server was killed have failed.</summary>
    public Task FailInterrupted(CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            session.Connection.Change(
                """
                UPDATE _function_call SET
                  status = 'failed', finished_at = ?1, error_type = 'ServerStopped', error_message = 'The server stopped before the call ended'
                WHERE status = 'running'
                """,
                Timestamps.ToText(clock.GetUtcNow()));
            return Written.Keep(true);
        },
        cancel: cancel);

    /// <summary>Calls, the newest first, and how many there are.</summary>
    public async Task<(IReadOnlyList<FunctionCall> Calls, long Total)> List(CallFilter filter, int limit, int offset, CancellationToken cancel)
    {
        // By an index of its own: a schedule has few calls among many.
        var ofTrigger = filter.TriggerId is null ? string.Empty : "trigger_id = @TriggerId AND ";
        var where =
            $"""
            WHERE {ofTrigger}(@FunctionName IS NULL OR function_name = @FunctionName)
              AND (@Status IS NULL OR status = @Status)
              AND (@TriggerType IS NULL OR trigger_type = @TriggerType)
              AND (@UserId IS NULL OR requested_by = @UserId)
            """;
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var connection = lease.Connection.Ado;
        var parameters = new { filter.FunctionName, filter.Status, filter.TriggerType, filter.TriggerId, filter.UserId, limit, offset };
        var calls = connection.Query<FunctionCall>(
            $"SELECT {Columns} FROM _function_call {where} ORDER BY id DESC LIMIT @limit OFFSET @offset", parameters).AsList();
        return (calls, connection.ExecuteScalar<long>($"SELECT count(*) FROM _function_call {where}", parameters));
    }

    /// <summary>One call, or null.</summary>
    public async Task<FunctionCall?> Get(string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.QuerySingleOrDefault<FunctionCall>($"SELECT {Columns} FROM _function_call WHERE id = @id", new { id });
    }

    /// <summary>What a call has logged.</summary>
    public async Task<IReadOnlyList<CallLogLine>> Log(string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return
        [
            .. lease.Connection.Ado
                .Query<(long Line, string Level, string LoggedAt, string Message, string? Fields)>(
                    "SELECT line, level, logged_at, message, fields FROM _function_log WHERE call_id = @id ORDER BY line", new { id })
                .Select(row => new CallLogLine((int)row.Line, row.Level, Timestamps.Parse(row.LoggedAt), row.Message, row.Fields)),
        ];
    }

    /// <summary>How the calls since a time went, by function.</summary>
    public async Task<IReadOnlyList<FunctionStatistics>> Statistics(DateTimeOffset since, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = lease.Connection.Prepare(
            """
            WITH calls AS (
              SELECT function_name, status, duration_ms,
                row_number() OVER (PARTITION BY function_name ORDER BY duration_ms IS NULL, duration_ms) AS place,
                count(duration_ms) OVER (PARTITION BY function_name) AS timed
              FROM _function_call WHERE id >= ?1 AND started_at >= ?2)
            SELECT function_name, count(*), sum(status = 'succeeded'), sum(status = 'failed'), avg(duration_ms),
              max(duration_ms) FILTER (WHERE place <= (timed * 50 + 99) / 100),
              max(duration_ms) FILTER (WHERE place <= (timed * 95 + 99) / 100),
              max(duration_ms) FILTER (WHERE place <= (timed * 99 + 99) / 100)
            FROM calls GROUP BY function_name ORDER BY function_name
            """);
        rows.Bind(1, IdGenerator.LeastAt(since));
        rows.Bind(2, Timestamps.ToText(since));
        return rows.All(row => new FunctionStatistics
        {
            Name = row.Text(0),
            Total = row.Integer(1),
            Succeeded = row.Integer(2),
            Failed = row.Integer(3),
            AverageMs = row.IsNull(4) ? null : row.Real(4),
            P50Ms = row.IntegerOrNull(5),
            P95Ms = row.IntegerOrNull(6),
            P99Ms = row.IntegerOrNull(7),
        });
    }

    /// <summary>Removes the calls that are older than a time, and the oldest beyond a number; never those that run.</summary>
    public async Task Clean(DateTimeOffset before, int most, CancellationToken cancel)
    {
        string? beyond;
        using (var lease = await database.Readers.Rent(cancel).ConfigureAwait(false))
        {
            var rows = lease.Connection.Prepare("SELECT id FROM _function_call ORDER BY id DESC LIMIT 1 OFFSET ?1");
            rows.Bind(1, most);
            beyond = rows.First(row => row.Text(0));
        }

        var least = IdGenerator.LeastAt(before);
        if (string.CompareOrdinal(beyond, least) > 0) least = beyond + "0";
        int removed;
        do
        {
            removed = await database.Writer.Run(
                session => Written.Keep(session.Connection.Change(
                    $"""
                    DELETE FROM _function_call WHERE id IN (
                      SELECT id FROM _function_call WHERE id < ?1 AND status <> 'running' ORDER BY id LIMIT {RemovedAtOnce})
                    """,
                    least)),
                cancel: cancel).ConfigureAwait(false);
        }
        while (removed == RemovedAtOnce);
    }
}

/// <summary>Which calls are asked for; null for any.</summary>
internal sealed record CallFilter(string? FunctionName, string? Status, string? TriggerType, string? TriggerId, string? UserId);

/// <summary>How the calls of a function went.</summary>
internal sealed record FunctionStatistics
{
    public required string Name { get; init; }

    public required long Total { get; init; }

    public required long Succeeded { get; init; }

    /// <summary>Without those that run.</summary>
    public required long Failed { get; init; }

    /// <summary>How long they took, in milliseconds; null where none has ended.</summary>
    public double? AverageMs { get; init; }

    /// <summary>What half of them took at most.</summary>
    public long? P50Ms { get; init; }

    public long? P95Ms { get; init; }

    public long? P99Ms { get; init; }
}
