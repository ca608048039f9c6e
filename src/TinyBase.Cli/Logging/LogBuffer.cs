using System.Buffers;

using Microsoft.Extensions.Logging;

namespace TinyBase.Cli.Logging;

/// <summary>
/// Log lines on their way out. They are encoded where they are logged, into one buffer that a single thread takes as a whole,
/// so that a line costs neither a system call nor an object. It is bounded: when the output is too slow, lines are
/// dropped and counted, errors last.
/// </summary>
internal sealed class LogBuffer(TimeProvider clock, LineStyle style)
{
    /// <summary>How much waits at most; errors may take as much again.</summary>
    public const int MaxBytes = 1 << 20;

    private const int UrgentBytes = MaxBytes / 2;
    private const int UsualBytes = 64 * 1024;
    private const int PrefixBytes = 64;
    private const int MaxMessage = 32 * 1024;

    /// <summary>How long lines are gathered before they are written together, unless there are <see cref="UrgentBytes"/> of them.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();

    /// <summary>
    /// What the taker waits on, apart from <see cref="_gate"/> and without spinning. It is not woken while it gathers: under load,
    /// requests would wait for it and it for them.
    /// </summary>
    private readonly object _bell = new();

    private bool _hasRung;

    private ArrayBufferWriter<byte> _filling = new(UsualBytes);
    private ArrayBufferWriter<byte> _taken = new(UsualBytes);
    private long _dropped;
    private long _droppedErrors;
    private bool _isIdle;
    private bool _isCompleted;

    /// <summary>Adds a message, or counts it if there is no room.</summary>
    public void Add(LogLevel level, string message, Exception? error)
    {
        var details = error is null ? null : "    " + error.ToString().ReplaceLineEndings("\n    ");
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var before = _filling.WrittenCount;
            if (!HasRoom(level, before, message.Length + (details?.Length ?? 0)))
            {
                _dropped++;
                if (level >= LogLevel.Error) _droppedErrors++;
                return;
            }

            Write(now, level, message, details);
            var isUrgent = before < UrgentBytes && _filling.WrittenCount >= UrgentBytes;
            if (_isIdle || isUrgent) Ring();
            _isIdle = false;
        }
    }

    /// <summary>Waits for lines and takes them; valid until the next call.</summary>
    /// <returns>Nothing, once the buffer is complete and empty.</returns>
    public ReadOnlyMemory<byte> Take()
    {
        while (true)
        {
            WaitForBell(Gather);
            lock (_gate)
            {
                if (_filling.WrittenCount > 0 || _isCompleted) return Swap();
                _isIdle = true;
            }

            WaitForBell(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Lets the taker go on without waiting for more.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            Ring();
        }
    }

    private void Ring()
    {
        lock (_bell)
        {
            _hasRung = true;
            Monitor.Pulse(_bell);
        }
    }

    private void WaitForBell(TimeSpan atMost)
    {
        lock (_bell)
        {
            if (!_hasRung) Monitor.Wait(_bell, atMost);
            // Once complete, there is nothing to wait for any more.
            _hasRung = _isCompleted;
        }
    }

    private ReadOnlyMemory<byte> Swap()
    {
        if (_dropped > 0) ReportDropped();
        (_filling, _taken) = (_taken, _filling);
        _filling.ResetWrittenCount();
        return _taken.WrittenMemory;
    }

    private static bool HasRoom(LogLevel level, int used, int length) =>
        used + PrefixBytes + length <= (level >= LogLevel.Error ? 2 * MaxBytes : MaxBytes);

    private void ReportDropped()
    {
        var message = $"{_dropped} log messages were dropped, {_droppedErrors} of them errors: the output is too slow";
        (_dropped, _droppedErrors) = (0, 0);
        Write(clock.GetUtcNow(), LogLevel.Warning, message, null);
    }

    private void Write(DateTimeOffset now, LogLevel level, string message, string? details)
    {
        // 2026-11-22T18:41:05.1234567+00:00, of which the milliseconds are enough.
        var stamp = _filling.GetSpan(PrefixBytes);
        now.TryFormat(stamp, out _, "O");
        "Z "u8.CopyTo(stamp[23..]);
        _filling.Advance(25);
        _filling.Write(style.Level(level));
        LogText.Write(_filling, message.AsSpan(0, Math.Min(message.Length, MaxMessage)), keepLines: false);
        _filling.Write("\n"u8);
        if (details is null) return;
        LogText.Write(_filling, details, keepLines: true);
        _filling.Write("\n"u8);
    }
}
