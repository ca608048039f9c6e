namespace TinyBase.Storage;

/// <summary>What a write came to: its outcome, and whether what it did to the database is kept.</summary>
internal readonly record struct Written<T>(T Outcome, bool Keep);

/// <summary>Makes <see cref="Written{T}"/> values.</summary>
internal static class Written
{
    /// <summary>The change is to be committed.</summary>
    public static Written<T> Keep<T>(T outcome) => new(outcome, true);

    /// <summary>A refusal: whatever the operation did is undone.</summary>
    public static Written<T> Undo<T>(T outcome) => new(outcome, false);
}

/// <summary>
/// One operation in the write queue. It may run more than once, if a neighbour brings the transaction down, so it changes
/// nothing but the database; what follows from the commit belongs into the callback for it.
/// </summary>
internal abstract class WriteOperation
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    private int _state;
    private CancellationTokenRegistration _cancellation;

    /// <summary>Whether the operation gets a transaction of its own, as a schema change does.</summary>
    public required bool Alone { get; init; }

    /// <summary>What those are told who wait for the operation for long; null where it never takes long.</summary>
    public required string? Purpose { get; init; }

    /// <summary>When it was queued, as a timestamp of the clock.</summary>
    public required long QueuedAt { get; init; }

    /// <summary>Has a token cancel the operation until the writer takes it. Called before it is queued.</summary>
    public void CancelWith(CancellationToken cancel) =>
        _cancellation = cancel.UnsafeRegister(static state => ((WriteOperation)state!).Cancel(), this);

    /// <summary>Takes the operation off the queue. From here on it cannot be cancelled.</summary>
    /// <returns>False if it was cancelled before.</returns>
    public bool TryTake()
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Queued) != Queued) return false;
        _cancellation.Unregister();
        return true;
    }

    /// <summary>Ends an operation that found no place in the queue, unless it was cancelled by now.</summary>
    public void Refuse(Exception error)
    {
        if (TryTake()) Fail(error);
    }

    /// <summary>Cancels the operation unless the writer has taken it.</summary>
    private void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Queued) == Queued) CompleteCancelled();
    }

    /// <summary>Runs the operation.</summary>
    /// <returns>Whether its changes are kept.</returns>
    public abstract bool Apply(WriteSession session);

    /// <summary>Makes the committed change visible in memory; on the writer, before any later operation runs.</summary>
    public abstract void Publish();

    /// <summary>Tells the waiting caller the outcome.</summary>
    public abstract void Complete();

    /// <summary>Tells the waiting caller that the operation failed and left nothing behind.</summary>
    public abstract void Fail(Exception error);

    protected abstract void CompleteCancelled();
}

/// <summary>A write with an outcome.</summary>
internal sealed class WriteOperation<T>(Func<WriteSession, Written<T>> work, Action<T>? committed) : WriteOperation
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Written<T> _written;

    public Task<T> Task => _completion.Task;

    public override bool Apply(WriteSession session)
    {
        _written = work(session);
        return _written.Keep;
    }

    public override void Publish()
    {
        if (_written.Keep) committed?.Invoke(_written.Outcome);
    }

    public override void Complete() => _completion.TrySetResult(_written.Outcome);

    public override void Fail(Exception error) => _completion.TrySetException(error);

    protected override void CompleteCancelled() => _completion.TrySetCanceled();
}
