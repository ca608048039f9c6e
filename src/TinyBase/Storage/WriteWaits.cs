using Microsoft.Extensions.Logging;

namespace TinyBase.Storage;

/// <summary>
/// Notices writes that had to wait for long, and tells of them together once the line moves again. The usual group costs it one look
/// at the clock.
/// </summary>
internal sealed partial class WriteWaits(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private int _waited;
    private int _refused;
    private TimeSpan _longest;
    private string? _cause;
    private volatile string? _holder;

    /// <summary>What the writer is at, where that may take long; for other threads too.</summary>
    public string? Holder => _holder;

    /// <summary>Looks at the operations that the writer has just taken, the oldest first.</summary>
    public void Taken(IReadOnlyList<WriteOperation> group)
    {
        var now = clock.GetTimestamp();
        if (clock.GetElapsedTime(group[0].QueuedAt, now) < Long)
        {
            Tell();
            return;
        }

        foreach (var operation in group)
        {
            var waited = clock.GetElapsedTime(operation.QueuedAt, now);
            if (waited < Long) continue;
            _waited++;
            if (waited > _longest) _longest = waited;
        }
    }

    /// <summary>Counts operations that were refused since they had waited for too long.</summary>
    public void Refused(int count) => Interlocked.Add(ref _refused, count);

    /// <summary>Says that an operation begins for which others may have to wait.</summary>
    public void Hold(string? purpose)
    {
        _holder = purpose;
        _cause = purpose ?? _cause;
    }

    /// <summary>Says that it has ended.</summary>
    public void Release() => _holder = null;

    /// <summary>Tells of those that have waited, if there were any; nobody else waits so long any more.</summary>
    public void Tell()
    {
        var refused = _refused == 0 ? 0 : Interlocked.Exchange(ref _refused, 0);
        if (_waited + refused > 0) Log.Waited(logger, _waited, _longest.TotalSeconds, refused, _cause ?? "the writer could not keep up");
        (_waited, _longest, _cause) = (0, TimeSpan.Zero, _holder);
    }

    private static partial class Log
    {
        [LoggerMessage(2003, LogLevel.Warning, "{Count} writes waited longer than a second, up to {Seconds:0.0} s, and {Refused} were refused unbegun: {Cause}")]
        public static partial void Waited(ILogger logger, int count, double seconds, int refused, string cause);
    }
}
