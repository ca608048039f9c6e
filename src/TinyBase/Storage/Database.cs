using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

using SQLitePCL;

namespace TinyBase.Storage;

/// <summary>The one database of a server: its lock, its writer and its readers.</summary>
internal sealed class Database : IDisposable
{
    private readonly DatabaseLock _lock;

    private Database(string path, DatabaseLock @lock, Writer writer, ReaderPool readers)
    {
        Path = path;
        _lock = @lock;
        Writer = writer;
        Readers = readers;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    public Writer Writer { get; }

    public ReaderPool Readers { get; }

    /// <summary>Opens the database, makes it if there is none, and brings its system tables to this program's version.</summary>
    /// <exception cref="DatabaseException">It cannot be used; nothing was changed in it.</exception>
    public static Database Open(string path, IdGenerator ids, ILogger<Database> logger)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            var file = FileOf(path);
            return OpenLocked(file, DatabaseLock.Take(file), ids, logger);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DatabaseException($"{path} cannot be opened: {error.Message}", error);
        }
        catch (SqliteException error)
        {
            throw new DatabaseException($"{path} cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>
    /// The file that a path leads to. SQLite puts its log beside the file itself, and so must all that belongs to it be, whatever
    /// links lead there.
    /// </summary>
    public static string FileOf(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    public void Dispose()
    {
        Readers.Dispose();
        Writer.Dispose();
        _lock.Dispose();
    }

    private static Database OpenLocked(string path, DatabaseLock held, IdGenerator ids, ILogger logger)
    {
        Connection? connection = null;
        try
        {
            Batteries_V2.Init();
            // SQLite counts its memory under one lock for all threads; nothing asks for the figures. Refused where the app has used
            // SQLite already, which does no harm.
            _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
            var migrator = new Migrator(Migration.Embedded);
            if (File.Exists(path) && new FileInfo(path).Length > 0)
            {
                using var look = Connection.Open(path, readOnly: true);
                migrator.Check(look, path);
            }

            OwnerOnlyFile.Ensure(path);
            connection = Connection.Open(path, readOnly: false);
            connection.Execute(SqliteDialect.WriterSetup);
            migrator.Upgrade(connection);
            var size = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);
            var readers = new ReaderPool(path, size);
            return new Database(path, held, new Writer(connection, ids, readers, logger), readers);
        }
        catch
        {
            connection?.Dispose();
            held.Dispose();
            throw;
        }
    }
}
