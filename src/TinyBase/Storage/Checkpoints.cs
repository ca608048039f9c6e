using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

using SQLitePCL;

namespace TinyBase.Storage;

/// <summary>
/// Brings the write-ahead log into the database file: when nothing is to be done and the log is past 4 MB, and in any case past 64 MB, so
/// that it stays bounded under a load that never pauses.
///
/// Under load most of it is copied beside the writes, by a thread and a connection of their own. Then the writer copies the little that has
/// come meanwhile and starts the log over, which nobody else can while it writes.
/// </summary>
internal sealed partial class Checkpoints(string path, Connection connection, ReaderPool readers, ILogger logger) : IDisposable
{
    private const long IdleBytes = 4L << 20;
    private const long BusyBytes = 64L << 20;
    private const int FrameBytes = 4096 + 24;

    /// <summary>Mode NOOP of sqlite3_wal_checkpoint_v2 (since 3.51): only tells how long the log is.</summary>
    private const int OnlyLook = -1;

    private long _nextForced = BusyBytes;
    private long _done;
    private Thread? _copying;
    private Connection? _copier;

    /// <summary>After each group of writes.</summary>
    public void AfterGroup()
    {
        var bytes = LogBytes();
        if (bytes < BusyBytes) _nextForced = BusyBytes;
        if (bytes < _nextForced)
        {
            // Where all was copied the log has started over by itself.
            if (_copying is { IsAlive: false }) EndCopying();
            return;
        }

        if (_copying is null)
        {
            StartCopying();
            return;
        }

        // Writes that outrun the disk wait for it, since the log is not to grow without end.
        if (_copying.IsAlive && bytes < _nextForced + BusyBytes / 4) return;
        EndCopying();
        if (!StartOver()) _nextForced = bytes + BusyBytes / 4;
    }

    /// <summary>When no write is waiting.</summary>
    public void WhenIdle()
    {
        if (_copying is { IsAlive: true }) return;
        EndCopying();
        var bytes = LogBytes();
        if (bytes < IdleBytes || bytes == _done) return;
        // Remembered, so that the same frames are not copied again and again until the next write.
        readers.ReleaseSnapshots();
        if (Run(connection, raw.SQLITE_CHECKPOINT_PASSIVE)) _done = bytes;
        readers.KeepSnapshots();
    }

    /// <summary>At a graceful stop: afterwards the database is one file.</summary>
    public void AtEnd()
    {
        EndCopying();
        Run(connection, raw.SQLITE_CHECKPOINT_TRUNCATE);
    }

    public void Dispose() => _copier?.Dispose();

    private void StartCopying()
    {
        _copying = new Thread(Copy) { IsBackground = true, Name = "TinyBase checkpoint" };
        _copying.Start();
    }

    private void Copy()
    {
        readers.ReleaseSnapshots();
        try
        {
            if (_copier is null)
            {
                _copier = Connection.Open(path, readOnly: false);
                _copier.Execute(SqliteDialect.WriterSetup);
            }

            Run(_copier, raw.SQLITE_CHECKPOINT_PASSIVE);
        }
        catch (SqliteException error)
        {
            // The writer copies all of it then.
            Log.CheckpointFailed(logger, error.SqliteErrorCode);
        }

        readers.KeepSnapshots();
    }

    private void EndCopying()
    {
        _copying?.Join();
        _copying = null;
    }

    /// <summary>
    /// A reader that stays keeps the log from starting over; then it is tried again when it has grown by another quarter. The usual reader is
    /// gone in microseconds, and no other is worth holding up the writes for.
    /// </summary>
    private bool StartOver()
    {
        readers.ReleaseSnapshots();
        connection.Prepare(SqliteDialect.WaitBriefly).Run();
        var restarted = Run(connection, raw.SQLITE_CHECKPOINT_RESTART);
        connection.Prepare(SqliteDialect.WaitPatiently).Run();
        readers.KeepSnapshots();
        if (!restarted) Log.LogStays(logger, LogBytes() >> 20);
        return restarted;
    }

    private long LogBytes()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", OnlyLook, out var frames, out _);
        return code == raw.SQLITE_OK ? Math.Max(frames, 0) * (long)FrameBytes : 0;
    }

    private bool Run(Connection by, int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(by.Handle, "main", mode, out var frames, out var copied);
        if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY)) Log.CheckpointFailed(logger, code);
        return code == raw.SQLITE_OK && frames == copied;
    }

    private static partial class Log
    {
        [LoggerMessage(2011, LogLevel.Warning, "The write-ahead log is at {Megabytes} MB and a reader keeps it from starting over")]
        public static partial void LogStays(ILogger logger, long megabytes);

        [LoggerMessage(2012, LogLevel.Error, "A checkpoint failed with SQLite code {Code}; the data is safe in the log")]
        public static partial void CheckpointFailed(ILogger logger, int code);
    }
}
