using System.Text;

using Microsoft.Data.Sqlite;

using SQLitePCL;

using TinyBase.Collections.Schema;

namespace TinyBase.Storage;

/// <summary>
/// A prepared statement, kept by its connection. Parameters count from 1, columns from 0. Text goes in and comes out as
/// UTF-8, so that a record can be answered from the engine's own bytes.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;
    private readonly nint _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        var code = raw.sqlite3_prepare_v3(database, Encoding.UTF8.GetBytes(sql), raw.SQLITE_PREPARE_PERSISTENT, out _handle);
        SqliteException.ThrowExceptionForRC(code, database);
        _statement = _handle.DangerousGetHandle();
    }

    /// <summary>When it was last asked for, counted by its connection.</summary>
    public long LastUse { get; set; }

    public void BindNull(int parameter) => Check(SqliteNative.BindNull(_statement, parameter));

    public void Bind(int parameter, long value) => Check(SqliteNative.BindInteger(_statement, parameter, value));

    public void Bind(int parameter, long? value)
    {
        if (value is { } number) Bind(parameter, number);
        else BindNull(parameter);
    }

    public void Bind(int parameter, double value) => Check(SqliteNative.BindReal(_statement, parameter, value));

    public unsafe void Bind(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which SQLite would take for NULL.
        fixed (byte* text = utf8.IsEmpty ? "\0"u8 : utf8)
        {
            Check(SqliteNative.BindText(_statement, parameter, text, utf8.Length, SqliteNative.Transient));
        }
    }

    public void Bind(int parameter, string? text)
    {
        if (text is null) BindNull(parameter);
        else Bind(parameter, Encoding.UTF8.GetBytes(text));
    }

    public void Bind(int parameter, in FieldValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Integer: Bind(parameter, value.Integer); break;
            case ValueKind.Real: Bind(parameter, value.Real); break;
            case ValueKind.Text: Bind(parameter, value.Utf8.Span); break;
            default: BindNull(parameter); break;
        }
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>True if there is one.</returns>
    public bool Step()
    {
        var code = SqliteNative.Step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE) return false;
        _ = SqliteNative.Reset(_statement);
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

    /// <summary>Runs a change.</summary>
    /// <returns>How many rows it was of.</returns>
    public int Change()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs a write that a unique index or the key of another row may refuse.</summary>
    /// <returns>Null, or what the engine says of the values that are there already.</returns>
    public string? RunUnlessTaken()
    {
        var code = SqliteNative.Step(_statement);
        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return null;
        }

        var isTaken = raw.sqlite3_extended_errcode(_database) is SqliteDialect.UniqueConstraint or SqliteDialect.KeyConstraint;
        var message = isTaken ? raw.sqlite3_errmsg(_database).utf8_to_string() : null;
        _ = SqliteNative.Reset(_statement);
        _ = SqliteNative.ClearBindings(_statement);
        if (!isTaken) SqliteException.ThrowExceptionForRC(code, _database);
        return message;
    }

    /// <summary>Ends the read, so that the statement holds no snapshot, and forgets the parameters.</summary>
    public void Reset()
    {
        // The code repeats the error of the last step, which has been reported.
        _ = SqliteNative.Reset(_statement);
        _ = SqliteNative.ClearBindings(_statement);
    }

    public bool IsNull(int column) => SqliteNative.ColumnType(_statement, column) == raw.SQLITE_NULL;

    public long Integer(int column) => SqliteNative.ColumnInteger(_statement, column);

    public long? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

    public double Real(int column) => SqliteNative.ColumnReal(_statement, column);

    /// <summary>The text of a column in UTF-8, valid until the next step or reset; empty for NULL.</summary>
    public unsafe ReadOnlySpan<byte> Utf8(int column)
    {
        var text = SqliteNative.ColumnBlob(_statement, column);
        return new ReadOnlySpan<byte>(text, SqliteNative.ColumnBytes(_statement, column));
    }

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _database);
    }
}
