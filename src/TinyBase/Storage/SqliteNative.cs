using System.Runtime.InteropServices;

namespace TinyBase.Storage;

/// <summary>
/// The calls of SQLite's C interface that are made for every column of every row. The package's own wrappers guard the statement's
/// handle at each call, which costs more than the call; here a <see cref="Statement"/> keeps the handle alive. Those that only
/// look at a row that is there do not even switch the garbage collector's mode, since they return in nanoseconds.
/// </summary>
internal static unsafe partial class SqliteNative
{
    // The library that SQLitePCLRaw.bundle_e_sqlite3 brings along.
    private const string Library = "e_sqlite3";

    /// <summary>SQLite copies the text before it returns.</summary>
    public const nint Transient = -1;

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_clear_bindings")]
    public static partial int ClearBindings(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    public static partial int BindNull(nint statement, int parameter);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    public static partial int BindInteger(nint statement, int parameter, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double")]
    public static partial int BindReal(nint statement, int parameter, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    public static partial int BindText(nint statement, int parameter, byte* utf8, int bytes, nint destructor);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    public static partial int ColumnType(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long ColumnInteger(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_double")]
    public static partial double ColumnReal(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    public static partial byte* ColumnBlob(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    public static partial int ColumnBytes(nint statement, int column);
}
