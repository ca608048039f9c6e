using TinyBase.Functions.Calls;
using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Workers;

/// <summary>A call that a worker has been given.</summary>
internal sealed class RunningCall(FunctionRun run) : IDisposable
{
    private readonly TaskCompletionSource<FunctionOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private int _requests;
    private int _lines;

    public FunctionRun Run { get; } = run;

    /// <summary>How it ended.</summary>
    public Task<FunctionOutcome> Outcome => _outcome.Task;

    /// <summary>Cancelled when the call has ended: its requests end with it.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Takes a line of its log.</summary>
    /// <exception cref="FrameException">It sends more of them than any that keeps to the protocol.</exception>
    public void Add(LogMessage line)
    {
        if (++_lines > FrameFormat.MostLines + 1) throw new FrameException($"A call sends {FrameFormat.MostLines + 1} lines at most");
        Run.Log.Add(line);
    }

    public void Complete(FunctionOutcome outcome) => _outcome.TrySetResult(outcome);

    public bool TryBeginRequest()
    {
        if (Interlocked.Increment(ref _requests) <= FrameFormat.MostRequests) return true;
        Interlocked.Decrement(ref _requests);
        return false;
    }

    public void EndRequest() => Interlocked.Decrement(ref _requests);

    /// <summary>Ends its requests. The source is left to the collector: one of them may still be looking at it.</summary>
    public void Dispose() => _end.Cancel();
}
