using Microsoft.Extensions.Logging;

using SQLitePCL;

namespace TinyBase.Storage;

/// <summary>
/// Brings the write-ahead log into the database file from the writer's own thread: when nothing is to be done and the log
/// is past 4 MB, and in any case past 64 MB, so that it stays bounded under a load that never pauses.
/// </summary>
internal sealed partial class Checkpoints(Connection connection, ReaderPool readers, ILogger logger)
{
    private const long IdleBytes = 4L << 20;
    private const long BusyBytes = 64L << 20;
    private const int FrameBytes = 4096 + 24;

    /// <summary>Mode NOOP of sqlite3_wal_checkpoint_v2 (since 3.51): only tells how long the log is.</summary>
    private const int OnlyLook = -1;

    private long _nextForced = BusyBytes;
    private long _done;

    /// <summary>After each group of writes.</summary>
    public void AfterGroup()
    {
        var bytes = LogBytes();
        if (bytes < BusyBytes) _nextForced = BusyBytes;
        if (bytes < _nextForced) return;
        // A reader that stays keeps the log from starting over; then try again when it has grown by another quarter. The
        // usual reader is gone in microseconds, and no other is worth holding up the writes for.
        readers.ReleaseSnapshots();
        connection.Prepare(SqliteDialect.WaitBriefly).Run();
        var restarted = Run(raw.SQLITE_CHECKPOINT_RESTART);
        connection.Prepare(SqliteDialect.WaitPatiently).Run();
        readers.KeepSnapshots();
        if (!restarted)
        {
            _nextForced = bytes + BusyBytes / 4;
            Log.LogStays(logger, bytes >> 20);
        }
    }

    /// <summary>When no write is waiting.</summary>
    public void WhenIdle()
    {
        var bytes = LogBytes();
        if (bytes < IdleBytes || bytes == _done) return;
        // Remembered, so that the same frames are not copied again and again until the next write.
        readers.ReleaseSnapshots();
        if (Run(raw.SQLITE_CHECKPOINT_PASSIVE)) _done = bytes;
        readers.KeepSnapshots();
    }

    /// <summary>At a graceful stop: afterwards the database is one file.</summary>
    public void AtEnd() => Run(raw.SQLITE_CHECKPOINT_TRUNCATE);

    private long LogBytes()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", OnlyLook, out var frames, out _);
        return code == raw.SQLITE_OK ? Math.Max(frames, 0) * (long)FrameBytes : 0;
    }

    private bool Run(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", mode, out var frames, out var copied);
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
