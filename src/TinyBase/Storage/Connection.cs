using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace TinyBase.Storage;

/// <summary>
/// One connection to the database with the statements prepared on it. It is used by one thread at a time.
/// </summary>
internal sealed class Connection : IDisposable
{
    /// <summary>Of more than this many the one that was not used for longest is dropped, so that odd queries do not drive out usual ones.</summary>
    private const int MaxStatements = 128;

    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly string _path;
    private SqliteConnection? _ado;
    private long _uses;

    private Connection(string path, sqlite3 handle, SqliteConnection? ado)
    {
        _path = path;
        _ado = ado;
        Handle = handle;
        // Otherwise SQLite compiles a list anew each time its LIMIT is bound, to see whether the value makes for a better plan.
        SqliteException.ThrowExceptionForRC(raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _), handle);
    }

    /// <summary>
    /// For Dapper, which the system tables use: of the writing connection the connection itself, beside a reading one another one that
    /// always sees the newest commit.
    /// </summary>
    public SqliteConnection Ado => _ado ??= OpenAdo(_path, SqliteOpenMode.ReadOnly);

    public sqlite3 Handle { get; }

    /// <summary>
    /// Whether a transaction is open. SQLite ends it by itself on some errors, a full disk among them.
    /// </summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Whether it can only read, which SQLite falls back to where the file may not be written.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") == 1;

    /// <summary>How many rows were inserted, changed and deleted since it was opened; changes of tables themselves do not count.</summary>
    public int Changes => raw.sqlite3_total_changes(Handle);

    public static Connection Open(string path, bool readOnly)
    {
        if (readOnly) return OpenReader(path);
        var ado = OpenAdo(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            return new Connection(path, ado.Handle!, ado);
        }
        catch
        {
            ado.Dispose();
            throw;
        }
    }

    /// <summary>The statement for a text, prepared on first use and reset.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            if (_statements.Count >= MaxStatements) ForgetOldest();
            statement = _statements[sql] = new Statement(Handle, sql);
        }

        statement.LastUse = ++_uses;
        return statement;
    }

    /// <summary>Runs statements that give no rows and have no parameters.</summary>
    public void Execute(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle, sql), Handle);

    /// <summary>The number of the commit that the open snapshot shows, or a later one.</summary>
    public long Snapshot { get; private set; }

    /// <summary>When the snapshot was taken, in milliseconds of the system's uptime.</summary>
    public long SnapshotTime { get; private set; }

    /// <summary>Begins a read transaction; its first read fixes what it sees.</summary>
    public void BeginSnapshot(long commit)
    {
        EndTransaction();
        Prepare(SqliteDialect.BeginRead).Run();
        Snapshot = commit;
        SnapshotTime = Environment.TickCount64;
    }

    /// <summary>Takes back a transaction, if one is open.</summary>
    public void EndTransaction()
    {
        if (InTransaction) Prepare(SqliteDialect.Rollback).Run();
    }

    /// <summary>Stops whatever runs on the connection once a token is cancelled, with SQLite's error for an interrupt.</summary>
    /// <returns>Ends the watching when it is disposed.</returns>
    public IDisposable StopWhen(CancellationToken cancel) => new Watch(Handle, cancel);

    public void Dispose()
    {
        ForgetStatements();
        _ado?.Dispose();
        Handle.Dispose();
    }

    /// <summary>
    /// A connection without SQLite's lock around each call, which cost a sixth of a list: a call a column, and one thread at a time
    /// as it is.
    /// </summary>
    private static Connection OpenReader(string path)
    {
        const int flags = raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_URI;
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        try
        {
            SqliteException.ThrowExceptionForRC(code, handle);
            return new Connection(path, handle, ado: null);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static SqliteConnection OpenAdo(string path, SqliteOpenMode mode)
    {
        var ado = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            ado.Open();
            return ado;
        }
        catch
        {
            ado.Dispose();
            throw;
        }
    }

    /// <summary>Looks at all, which takes far less than to prepare the statement that needs the place.</summary>
    private void ForgetOldest()
    {
        var oldest = _statements.MinBy(entry => entry.Value.LastUse);
        _statements.Remove(oldest.Key);
        oldest.Value.Dispose();
    }

    private void ForgetStatements()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
    }

    private sealed class Watch : IDisposable
    {
        /// <summary>Looked at once in so many steps of SQLite's virtual machine, about every millisecond.</summary>
        private const int Steps = 50_000;

        private readonly sqlite3 _handle;

        public Watch(sqlite3 handle, CancellationToken cancel)
        {
            _handle = handle;
            raw.sqlite3_progress_handler(handle, Steps, _ => cancel.IsCancellationRequested ? 1 : 0, null);
        }

        public void Dispose() => raw.sqlite3_progress_handler(_handle, 0, null, null);
    }
}
