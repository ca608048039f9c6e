namespace TinyBase.Scheduling;

/// <summary>Wakes the engines when something has changed that they may have to act on.</summary>
internal sealed class ScheduleSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends with the next change. It is taken before looking, so that a change after the look is not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
