using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace TinyBase.Storage;

/// <summary>The one database of a server: its file, its writer and its readers.</summary>
internal sealed class Database : IDisposable
{
    private readonly DatabaseFile _file;

    private Database(DatabaseFile file, Writer writer, ReaderPool readers)
    {
        _file = file;
        Writer = writer;
        Readers = readers;
    }

    /// <summary>The full path of the file.</summary>
    public string Path => _file.Path;

    public Writer Writer { get; }

    public ReaderPool Readers { get; }

    /// <summary>Opens the database, makes it if there is none, and brings its system tables to this program's revision.</summary>
    /// <exception cref="DatabaseException">It cannot be used; nothing was changed in it.</exception>
    public static Database Open(string path, IdGenerator ids, TimeProvider clock, ILogger<Database> logger)
    {
        var file = DatabaseFile.Open(path);
        try
        {
            DatabaseFile.Migrator.Upgrade(file.Connection);
            var size = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);
            var readers = new ReaderPool(file.Path, size);
            return new Database(file, new Writer(file.Path, file.Connection, ids, readers, clock, logger), readers);
        }
        catch (SqliteException error)
        {
            file.Dispose();
            throw new DatabaseException($"{path} cannot be opened: {error.Message}", error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>How many bytes the file has, and the log beside it that is brought into it from time to time.</summary>
    public (long File, long Log) Size()
    {
        static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        return (Length(Path), Length(Path + "-wal"));
    }

    /// <summary>How many bytes the file system has left; null where it does not tell.</summary>
    public long? AvailableSpace()
    {
        try
        {
            return new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Readers.Dispose();
        Writer.Dispose();
        _file.Dispose();
    }
}
