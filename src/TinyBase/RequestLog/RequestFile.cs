using Dapper;

using Microsoft.Data.Sqlite;

using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.RequestLog;

/// <summary>
/// The file of the request log, beside the database and apart from it: it is written without a sync, and if it breaks nothing else does. It
/// is made when the first request is kept.
/// </summary>
internal sealed class RequestFile(Database database)
{
    /// <summary>What the file is called, behind the name of the database.</summary>
    public const string Suffix = ".requests";

    /// <summary>How many requests are kept; the oldest go first.</summary>
    private const int MaxRows = 1_000_000;

    private const string Columns =
        """
        request_id AS RequestId, created_at AS CreatedAt, method AS Method, path AS Path, operation AS Operation, status AS Status,
        duration_ms AS DurationMs, actor_kind AS ActorKind, actor_id AS ActorId, address AS Address, error AS Error
        """;

    private const string Schema =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = OFF;
        CREATE TABLE IF NOT EXISTS request (
          key INTEGER PRIMARY KEY,
          request_id TEXT NOT NULL,
          created_at TEXT NOT NULL,
          method TEXT NOT NULL,
          path TEXT NOT NULL,
          operation TEXT,
          status INTEGER NOT NULL,
          duration_ms REAL NOT NULL,
          actor_kind TEXT,
          actor_id TEXT,
          address TEXT,
          error TEXT
        ) STRICT;
        CREATE INDEX IF NOT EXISTS request_time ON request (created_at);
        CREATE INDEX IF NOT EXISTS request_status ON request (status, created_at) WHERE status >= 400;
        CREATE TABLE IF NOT EXISTS request_count (
          slot INTEGER NOT NULL,
          operation TEXT NOT NULL,
          requests INTEGER NOT NULL,
          client_errors INTEGER NOT NULL,
          server_errors INTEGER NOT NULL,
          total_ms REAL NOT NULL,
          PRIMARY KEY (slot, operation)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS request_duration (
          slot INTEGER NOT NULL,
          operation TEXT NOT NULL,
          bound_ms REAL NOT NULL,
          requests INTEGER NOT NULL,
          PRIMARY KEY (slot, operation, bound_ms)
        ) STRICT, WITHOUT ROWID;
        """;

    private readonly string _path = database.Path + Suffix;

    /// <summary>Adds requests in one transaction.</summary>
    public void Add(IReadOnlyList<RequestEntry> entries)
    {
        using var connection = OpenToWrite();
        using var transaction = connection.BeginTransaction();
        connection.Execute(
            """
            INSERT INTO request (request_id, created_at, method, path, operation, status, duration_ms, actor_kind, actor_id, address, error)
            VALUES (@RequestId, @CreatedAt, @Method, @Path, @Operation, @Status, @DurationMs, @ActorKind, @ActorId, @Address, @Error)
            """,
            entries,
            transaction);
        transaction.Commit();
    }

    /// <summary>Removes requests that are older than a time, and the oldest beyond a number.</summary>
    public void Clean(DateTimeOffset before)
    {
        using var connection = OpenToRead();
        if (connection is null) return;
        connection.Execute("DELETE FROM request WHERE created_at < @before", new { before = Timestamps.ToText(before) });
        connection.Execute("DELETE FROM request WHERE key <= (SELECT key FROM request ORDER BY key DESC LIMIT 1 OFFSET @MaxRows)", new { MaxRows });
        connection.Execute(
            "DELETE FROM request_count WHERE slot < @slot; DELETE FROM request_duration WHERE slot < @slot", new { slot = before.ToUnixTimeSeconds() });
    }

    /// <summary>Requests, the newest first, and how many there are.</summary>
    public (IReadOnlyList<RequestEntry> Requests, long Total) List(RequestFilter filter, PageRange range)
    {
        using var connection = OpenToRead();
        if (connection is null) return ([], 0);
        var where = Where(filter);
        var parameters = new
        {
            filter.Method,
            filter.Path,
            filter.Operation,
            filter.MinStatus,
            filter.MaxStatus,
            filter.MinDurationMs,
            filter.ActorId,
            filter.RequestId,
            since = filter.Since is { } since ? Timestamps.ToText(since) : null,
            until = filter.Until is { } until ? Timestamps.ToText(until) : null,
            range.Limit,
            range.Offset,
        };
        var requests = connection.Query<RequestEntry>($"SELECT {Columns} FROM request{where} ORDER BY key DESC LIMIT @Limit OFFSET @Offset", parameters).AsList();
        return (requests, connection.ExecuteScalar<long>($"SELECT count(*) FROM request{where}", parameters));
    }

    private static string Where(RequestFilter filter)
    {
        var conditions = new (bool Given, string Condition)[]
        {
            (filter.Method is not null, "method = @Method"),
            (filter.Path is not null, "instr(path, @Path) > 0"),
            (filter.Operation is not null, "operation = @Operation"),
            (filter.MinStatus is not null, "status >= @MinStatus"),
            (filter.MaxStatus is not null, "status <= @MaxStatus"),
            (filter.MinDurationMs is not null, "duration_ms >= @MinDurationMs"),
            (filter.ActorId is not null, "actor_id = @ActorId"),
            (filter.RequestId is not null, "request_id = @RequestId"),
            (filter.Since is not null, "created_at >= @since"),
            (filter.Until is not null, "created_at < @until"),
        };
        var given = conditions.Where(condition => condition.Given).Select(condition => condition.Condition).ToList();
        return given.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", given);
    }

    /// <summary>Opens the file, and makes it if there is none.</summary>
    public SqliteConnection OpenToWrite()
    {
        OwnerOnlyFile.Ensure(_path);
        return Open(SqliteOpenMode.ReadWriteCreate);
    }

    /// <summary>Opens the file; null if there is none.</summary>
    public SqliteConnection? OpenToRead() => File.Exists(_path) ? Open(SqliteOpenMode.ReadWrite) : null;

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        connection.Execute(Schema);
        return connection;
    }
}
