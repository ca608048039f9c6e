namespace TinyBase.Storage;

/// <summary>The bounded line of operations before the writer.</summary>
internal sealed class WriteBacklog(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<WriteOperation> _waiting = new();
    private bool _closed;

    /// <summary>The writer is woken by the operation that makes so many.</summary>
    private int _wakeAt = 1;

    /// <summary>How many wait, to be looked at without the lock.</summary>
    private int _count;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>When the one at the front was queued; null where none waits.</summary>
    public long? Oldest
    {
        get
        {
            lock (_gate) return _waiting.TryPeek(out var next) ? next.QueuedAt : null;
        }
    }

    /// <summary>Adds an operation.</summary>
    /// <returns>False if the line is full or closed; the operation is then not run.</returns>
    public bool TryAdd(WriteOperation operation)
    {
        lock (_gate)
        {
            if (_closed || _waiting.Count >= capacity) return false;
            _waiting.Enqueue(operation);
            _count = _waiting.Count;
            if (_count == _wakeAt) Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Lets nothing more in; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Waits until there is something to take, and lets more come in before that: callers who have just been answered tend to come back at
    /// once, one after the other, and the first of them would be synced alone while all others wait.
    /// </summary>
    /// <param name="expected">So many are waited for, but not for long.</param>
    /// <param name="gatherFor">How long that is. Whoever waits is asleep meanwhile, since the callers need the processor to come back.</param>
    /// <param name="patience">How long to wait for any at all.</param>
    /// <param name="ended">Whether the line is closed and empty.</param>
    /// <returns>Whether there is something to take.</returns>
    public bool Wait(int expected, TimeSpan gatherFor, TimeSpan patience, out bool ended)
    {
        lock (_gate)
        {
            if (expected > 1) WaitFor(expected, gatherFor);
            if (_waiting.Count == 0) WaitFor(1, patience);
            ended = _closed && _waiting.Count == 0;
            return _waiting.Count > 0;
        }
    }

    private void WaitFor(int count, TimeSpan most)
    {
        if (_closed || _waiting.Count >= count) return;
        _wakeAt = count;
        Monitor.Wait(_gate, most);
        _wakeAt = 1;
    }

    /// <summary>Takes out those that have waited since before a moment; they are not to be run any more.</summary>
    public List<WriteOperation> TakeQueuedBefore(long timestamp)
    {
        var taken = new List<WriteOperation>();
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next) && next.QueuedAt < timestamp) taken.Add(_waiting.Dequeue());
            _count = _waiting.Count;
        }

        return taken;
    }

    /// <summary>
    /// Takes the next operations that can be committed together, leaving out cancelled ones. One that must run alone is a
    /// group of its own.
    /// </summary>
    public void TakeGroup(List<WriteOperation> group, int most)
    {
        lock (_gate)
        {
            while (group.Count < most && _waiting.TryPeek(out var next))
            {
                if (next.Alone && group.Count > 0) return;
                _waiting.Dequeue();
                _count = _waiting.Count;
                if (!next.TryTake()) continue;
                group.Add(next);
                if (next.Alone) return;
            }
        }
    }
}
