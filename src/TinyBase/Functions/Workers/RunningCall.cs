using TinyBase.Functions.Calls;
using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.Workers;

/// <summary>A call that a worker has been given.</summary>
internal sealed class RunningCall(FunctionRun run) : IDisposable
{
    /// <summary>How many requests of one call are answered at once; more are refused.</summary>
    private const int MaxRequests = 32;

    private readonly TaskCompletionSource<FunctionOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private int _requests;

    public FunctionRun Run { get; } = run;

    /// <summary>How it ended.</summary>
    public Task<FunctionOutcome> Outcome => _outcome.Task;

    /// <summary>Cancelled when the call has ended: its requests end with it.</summary>
    public CancellationToken Ended => _end.Token;

    public void Complete(FunctionOutcome outcome) => _outcome.TrySetResult(outcome);

    public bool TryBeginRequest()
    {
        if (Interlocked.Increment(ref _requests) <= MaxRequests) return true;
        Interlocked.Decrement(ref _requests);
        return false;
    }

    public void EndRequest() => Interlocked.Decrement(ref _requests);

    /// <summary>Ends its requests. The source is left to the collector: one of them may still be looking at it.</summary>
    public void Dispose() => _end.Cancel();
}
