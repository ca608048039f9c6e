using System.Text;

using Dapper;

using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Audit;

/// <summary>Which entries are asked for; null for any.</summary>
internal sealed record AuditFilter
{
    public string? ActorId { get; init; }

    public string? ActorKind { get; init; }

    /// <summary>An action, or with a <c>*</c> at its end what it begins with.</summary>
    public string? Action { get; init; }

    public string? ObjectType { get; init; }

    public string? ObjectId { get; init; }

    public string? Address { get; init; }

    public bool? Succeeded { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>A row of the audit log.</summary>
internal sealed record AuditRow
{
    public required string Id { get; init; }

    public required string CreatedAt { get; init; }

    public required string ActorKind { get; init; }

    public string? ActorId { get; init; }

    public string? ActorName { get; init; }

    public required string Action { get; init; }

    public required bool Succeeded { get; init; }

    public required string ObjectType { get; init; }

    public string? ObjectId { get; init; }

    public string? ObjectName { get; init; }

    public string? Address { get; init; }

    public string? RequestId { get; init; }

    public string? Details { get; init; }
}

/// <summary>The audit log: what is no write of its own is added here, all is read here, and what is too old goes.</summary>
internal sealed class AuditLog(Database database)
{
    private const int RemovedAtOnce = 1000;

    private const string Columns =
        """
        id AS Id, created_at AS CreatedAt, actor_kind AS ActorKind, actor_id AS ActorId, actor_name AS ActorName, action AS Action,
        succeeded AS Succeeded, object_type AS ObjectType, object_id AS ObjectId, object_name AS ObjectName, address AS Address,
        request_id AS RequestId, details AS Details
        """;

    /// <summary>Adds an entry about what changes nothing, such as a login that failed.</summary>
    public Task Add(AuditEntry entry, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            AuditTrail.Add(session, entry);
            return Written.Keep(true);
        },
        cancel: cancel);

    /// <summary>Entries, the newest first, and how many there are.</summary>
    public async Task<(IReadOnlyList<AuditRow> Entries, long Total)> List(AuditFilter filter, PageRange range, CancellationToken cancel)
    {
        var where = Where(filter);
        var parameters = new
        {
            filter.ActorId,
            filter.ActorKind,
            filter.Action,
            stem = filter.Action?.TrimEnd('*'),
            filter.ObjectType,
            filter.ObjectId,
            filter.Address,
            filter.Succeeded,
            since = filter.Since is { } since ? IdGenerator.LeastAt(since) : null,
            until = filter.Until is { } until ? IdGenerator.LeastAt(until) : null,
            range.Limit,
            range.Offset,
        };
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var connection = lease.Connection.Ado;
        var entries = connection.Query<AuditRow>($"SELECT {Columns} FROM _audit{where} ORDER BY id DESC LIMIT @Limit OFFSET @Offset", parameters).AsList();
        return (entries, connection.ExecuteScalar<long>($"SELECT count(*) FROM _audit{where}", parameters));
    }

    /// <summary>One entry, or null.</summary>
    public async Task<AuditRow?> Find(string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.QuerySingleOrDefault<AuditRow>($"SELECT {Columns} FROM _audit WHERE id = @id", new { id });
    }

    /// <summary>Removes the entries that are older than a time, some at once so that other writes come between.</summary>
    public async Task Clean(DateTimeOffset before, CancellationToken cancel)
    {
        int removed;
        do
        {
            removed = await database.Writer.Run(
                session => Written.Keep(session.Connection.Change(
                    $"DELETE FROM _audit WHERE id IN (SELECT id FROM _audit WHERE id < ?1 ORDER BY id LIMIT {RemovedAtOnce})", IdGenerator.LeastAt(before))),
                cancel: cancel).ConfigureAwait(false);
        }
        while (removed == RemovedAtOnce);
    }

    /// <summary>Only the conditions that count, so that an index can serve them.</summary>
    private static string Where(AuditFilter filter)
    {
        var where = new StringBuilder();
        void And(bool given, string condition)
        {
            if (given) where.Append(where.Length == 0 ? " WHERE " : " AND ").Append(condition);
        }

        And(filter.ActorId is not null, "actor_id = @ActorId");
        And(filter.ActorKind is not null, "actor_kind = @ActorKind");
        And(filter.Action is not null, filter.Action?.EndsWith('*') == true ? "substr(action, 1, length(@stem)) = @stem" : "action = @Action");
        And(filter.ObjectType is not null, "object_type = @ObjectType");
        And(filter.ObjectId is not null, "object_id = @ObjectId");
        And(filter.Address is not null, "address = @Address");
        And(filter.Succeeded is not null, "succeeded = @Succeeded");
        And(filter.Since is not null, "id >= @since");
        And(filter.Until is not null, "id < @until");
        return where.ToString();
    }
}
