using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace TinyBase.Storage;

/// <summary>
/// The file of a database, locked for this process and open for writing. Its system tables are of a revision that this program
/// knows, not necessarily the latest.
/// </summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly DatabaseLock _lock;

    private DatabaseFile(string path, DatabaseLock @lock, Connection connection)
    {
        Path = path;
        _lock = @lock;
        Connection = connection;
    }

    /// <summary>The full path, links resolved.</summary>
    public string Path { get; }

    public Connection Connection { get; }

    public static Migrator Migrator { get; } = new(Migration.Embedded);

    /// <summary>Opens the file and makes it if there is none.</summary>
    /// <exception cref="DatabaseException">It cannot be used; nothing was changed in it.</exception>
    public static DatabaseFile Open(string path)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            var file = FileOf(path);
            return OpenLocked(file, DatabaseLock.Take(file));
        }
        catch (Exception error) when (CannotOpen(path, error) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>
    /// The file that a path leads to. SQLite puts its log beside the file itself, and so must all that belongs to it be, whatever
    /// links lead there.
    /// </summary>
    public static string FileOf(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    /// <summary>The revision of a database, read without a lock and beside a server that uses it.</summary>
    /// <returns>The revision; null if there is no database.</returns>
    /// <exception cref="DatabaseException">It cannot be read, or it is not one that this program knows.</exception>
    public static int? ReadRevision(string path)
    {
        try
        {
            if (!HasContent(path)) return null;
            Batteries_V2.Init();
            using var look = Connection.Open(Unlocked(FileOf(path)), readOnly: true);
            Migrator.Check(look, path);
            return Migrator.Revision(look);
        }
        catch (Exception error) when (CannotOpen(path, error) is { } refusal)
        {
            throw refusal;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _lock.Dispose();
    }

    private static DatabaseFile OpenLocked(string path, DatabaseLock held)
    {
        Connection? connection = null;
        try
        {
            Batteries_V2.Init();
            // SQLite counts its memory under one lock for all threads; nothing asks for the figures. Refused where the app has used
            // SQLite already, which does no harm.
            _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
            if (HasContent(path))
            {
                // It touches nothing before its first statement.
                connection = Connection.Open(path, readOnly: false);
                if (connection.IsReadOnly) throw new UnauthorizedAccessException("this user may not write it, or its disk is read-only.");
                Look(path, connection);
            }

            OwnerOnlyFile.Ensure(path);
            connection ??= Connection.Open(path, readOnly: false);
            connection.Execute(SqliteDialect.WriterSetup);
            return new DatabaseFile(path, held, connection);
        }
        catch
        {
            connection?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Looks whether the file is one for this program, before anything is changed in it.</summary>
    private static void Look(string path, Connection writable)
    {
        try
        {
            Check(path);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_READONLY)
        {
            // A kill left a transaction half done in a rollback journal, as it can before the file has a write-ahead log. The next who may write
            // takes it back, whoever that is.
            writable.Any("SELECT 1 FROM sqlite_schema LIMIT 1");
            if (HasContent(path)) Check(path);
        }
    }

    private static void Check(string path)
    {
        using var look = Connection.Open(path, readOnly: true);
        Migrator.Check(look, path);
    }

    /// <summary>
    /// How SQLite reads a file and leaves nothing beside it. With a log there is more to read than the file, but then its
    /// companions are there already.
    /// </summary>
    private static string Unlocked(string path) => File.Exists(path + "-wal") ? path : new Uri(path).AbsoluteUri + "?immutable=1";

    private static bool HasContent(string path) => new FileInfo(FileOf(path)) is { Exists: true, Length: > 0 };

    private static DatabaseException? CannotOpen(string path, Exception error) =>
        error is UnauthorizedAccessException or IOException or SqliteException
            ? new DatabaseException($"{path} cannot be opened: {error.Message}", error)
            : null;
}
