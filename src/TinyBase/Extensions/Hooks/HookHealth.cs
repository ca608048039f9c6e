namespace TinyBase.Extensions.Hooks;

/// <summary>Whether a hook is run.</summary>
internal enum CircuitState
{
    /// <summary>It is.</summary>
    Closed,

    /// <summary>It has kept failing and is left alone for a while.</summary>
    Open,

    /// <summary>One run tries whether it works again.</summary>
    HalfOpen,
}

/// <summary>How a hook does, and whether it is run at all: one that fails several times in a row is left alone for a while that grows.</summary>
internal sealed class HookHealth(TimeProvider clock)
{
    private const int FailuresToOpen = 5;
    private const int MaxRunning = 1024;
    private const int MaxError = 500;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly float[] _times = new float[256];
    private long _runs;
    private int _inRow;
    private int _opened;
    private int _running;
    private bool _isTrying;
    private DateTimeOffset? _openUntil;

    private long _failures;
    private long _skipped;
    private string? _lastError;
    private DateTimeOffset? _lastErrorAt;

    /// <summary>How many runs are under way.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Begins a run, which must end with <see cref="Succeed"/>, <see cref="Fail"/> or <see cref="Abandon"/>.</summary>
    /// <param name="wait">How long the hook is left alone, if it may not run.</param>
    public bool TryBegin(out TimeSpan wait)
    {
        wait = TimeSpan.FromSeconds(1);
        lock (_gate)
        {
            if (_running >= MaxRunning) return false;
            if (_openUntil is { } until)
            {
                var now = clock.GetUtcNow();
                if (now < until) wait = until - now;
                if (now < until || _isTrying) return false;
                _isTrying = true;
            }

            _running++;
            return true;
        }
    }

    public void Succeed(TimeSpan took)
    {
        lock (_gate)
        {
            End(took);
            _inRow = _opened = 0;
            _openUntil = null;
        }
    }

    /// <returns>How long the hook is left alone from now on; null if it is not.</returns>
    public TimeSpan? Fail(string error, TimeSpan took)
    {
        lock (_gate)
        {
            var wasTrying = _isTrying;
            End(took);
            _failures++;
            _lastError = error.Length <= MaxError ? error : error[..MaxError] + "…";
            _lastErrorAt = clock.GetUtcNow();
            // Those that were under way when it opened say nothing new.
            if (_openUntil is not null && !wasTrying) return null;
            if (++_inRow < FailuresToOpen && !wasTrying) return null;
            var pause = FirstPause * Math.Pow(2, Math.Min(_opened++, 16));
            if (pause > LongestPause) pause = LongestPause;
            _openUntil = _lastErrorAt + pause;
            return pause;
        }
    }

    /// <summary>Ends a run that says nothing of the hook, since nobody waited for it any more.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _running--;
            _isTrying = false;
        }
    }

    /// <summary>Counts an event that the hook did not get.</summary>
    public void Skip() => Interlocked.Increment(ref _skipped);

    public HookFigures Read()
    {
        lock (_gate)
        {
            var times = _times[..(int)Math.Min(_runs, _times.Length)];
            Array.Sort(times);
            var state = _openUntil is not { } until ? CircuitState.Closed
                : _isTrying || clock.GetUtcNow() >= until ? CircuitState.HalfOpen
                : CircuitState.Open;
            return new HookFigures(
                state, _runs, _failures, Interlocked.Read(ref _skipped), _lastError, _lastErrorAt, Percentile(times, 0.5), Percentile(times, 0.95));
        }
    }

    private static double? Percentile(float[] sorted, double part) =>
        sorted.Length == 0 ? null : Math.Round(sorted[(int)Math.Ceiling(part * sorted.Length) - 1], 3);

    private void End(TimeSpan took)
    {
        _running--;
        _isTrying = false;
        _times[_runs++ % _times.Length] = (float)took.TotalMilliseconds;
    }
}

/// <summary>How a hook did so far.</summary>
/// <param name="State">Whether it is run.</param>
/// <param name="Calls">How often it ran to an end.</param>
/// <param name="Failures">How often it failed or took too long.</param>
/// <param name="Skipped">How many events it did not get, since it was left alone or the queue was full.</param>
/// <param name="LastError">The last failure in words.</param>
/// <param name="LastErrorAt">When that was.</param>
/// <param name="P50Ms">How long it takes at the median of the last runs, in milliseconds.</param>
/// <param name="P95Ms">Likewise, but for the slowest twentieth.</param>
internal sealed record HookFigures(
    CircuitState State, long Calls, long Failures, long Skipped, string? LastError, DateTimeOffset? LastErrorAt, double? P50Ms, double? P95Ms);
