using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Auth.Throttling;

/// <summary>
/// Work on passwords that waits for a thread. Who is known to an account stands in a line of their own that is served first, so
/// that a flood of strangers, from however many addresses, does not keep them out. Both lines are bounded.
/// </summary>
internal sealed class PasswordLine
{
    public const int MaxKnown = 16;

    public const int MaxStrangers = 48;

    private readonly Queue<Action> _known = [];
    private readonly Queue<Action> _strangers = [];
    private readonly object _gate = new();
    private bool _isClosed;

    /// <summary>Puts work into line.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(Action work, bool isKnown)
    {
        var line = isKnown ? _known : _strangers;
        lock (_gate)
        {
            if (_isClosed || line.Count >= (isKnown ? MaxKnown : MaxStrangers)) return false;
            line.Enqueue(work);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for work.</summary>
    /// <returns>Whether there is any; false once the line is closed and empty.</returns>
    public bool TryTake([NotNullWhen(true)] out Action? work)
    {
        lock (_gate)
        {
            while (!_known.TryDequeue(out work) && !_strangers.TryDequeue(out work))
            {
                if (_isClosed) return false;
                Monitor.Wait(_gate);
            }

            return true;
        }
    }

    /// <summary>Takes no more work, and lets go who waits for it when the last is done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
