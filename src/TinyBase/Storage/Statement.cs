using System.Text;

using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace TinyBase.Storage;

/// <summary>
/// A prepared statement, kept by its connection. Parameters count from 1, columns from 0. Text goes in and comes out as
/// UTF-8, so that a record can be answered from the engine's own bytes.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        var code = raw.sqlite3_prepare_v3(database, Encoding.UTF8.GetBytes(sql), raw.SQLITE_PREPARE_PERSISTENT, out _handle);
        SqliteException.ThrowExceptionForRC(code, database);
    }

    public void BindNull(int parameter) => Check(raw.sqlite3_bind_null(_handle, parameter));

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_handle, parameter, value));

    public void Bind(int parameter, double value) => Check(raw.sqlite3_bind_double(_handle, parameter, value));

    public void Bind(int parameter, ReadOnlySpan<byte> utf8) =>
        // An empty span has no address, which SQLite takes for NULL.
        Check(utf8.IsEmpty
            ? raw.sqlite3_bind_text(_handle, parameter, utf8z.FromString(string.Empty))
            : raw.sqlite3_bind_text(_handle, parameter, utf8));

    public void Bind(int parameter, string? text)
    {
        if (text is null) BindNull(parameter);
        else Bind(parameter, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>True if there is one.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE) return false;
        raw.sqlite3_reset(_handle);
        SqliteException.ThrowExceptionForRC(code, _database);
        return false;
    }

    /// <summary>Runs the statement to its end and leaves it ready for the next use.</summary>
    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    /// <summary>Ends the read, so that the statement holds no snapshot, and forgets the parameters.</summary>
    public void Reset()
    {
        // The code repeats the error of the last step, which has been reported.
        _ = raw.sqlite3_reset(_handle);
        _ = raw.sqlite3_clear_bindings(_handle);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Integer(int column) => raw.sqlite3_column_int64(_handle, column);

    public double Real(int column) => raw.sqlite3_column_double(_handle, column);

    /// <summary>The text of a column in UTF-8, valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _database);
    }
}
