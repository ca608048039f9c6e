using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Functions.Calls;

/// <summary>What came of standing in the line before a function.</summary>
internal enum LinePlace
{
    /// <summary>The call may run.</summary>
    Begun,

    /// <summary>As many wait as may.</summary>
    Full,

    /// <summary>Its time was up before its turn came.</summary>
    TimedOut,
}

/// <summary>The line before a function: so many calls run at once, so many wait.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore holds nothing to dispose of until its wait handle is asked for.")]
internal sealed class FunctionLine(int most, int mostWaiting, TimeProvider clock)
{
    private readonly SemaphoreSlim _places = new(most);
    private int _waiting;

    /// <summary>How many run at once.</summary>
    public int Most => most;

    /// <summary>Waits for the turn of a call; one that may run has to <see cref="Leave"/> afterwards.</summary>
    public async Task<LinePlace> Enter(TimeSpan limit, CancellationToken cancel)
    {
        if (await _places.WaitAsync(TimeSpan.Zero, cancel).ConfigureAwait(false)) return LinePlace.Begun;
        if (Interlocked.Increment(ref _waiting) > mostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return LinePlace.Full;
        }

        using var timeout = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            await _places.WaitAsync(stop.Token).ConfigureAwait(false);
            return LinePlace.Begun;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return LinePlace.TimedOut;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _places.Release();
}

/// <summary>The turn of a call. It lasts until the call is answered, and on while the function has not stopped by then.</summary>
internal sealed class LineTurn(FunctionLine line)
{
    private volatile Task _stopping = Task.CompletedTask;

    /// <summary>Says that the function goes on although its call is about to be answered, and until when.</summary>
    public void KeepUntil(Task stopped) => _stopping = stopped;

    /// <summary>Says that the call has been answered.</summary>
    public void End()
    {
        if (_stopping.IsCompleted) line.Leave();
        else _stopping.ContinueWith(_ => line.Leave(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
