namespace TinyBase.Extensions.Hooks;

/// <summary>Says that there is something to do. Given several times before anybody looks, it counts once.</summary>
internal sealed class Signal
{
    private volatile TaskCompletionSource _given = New();

    public void Give() => _given.TrySetResult();

    /// <summary>Waits until it is given, or for a time, and takes it back.</summary>
    public async Task Wait(TimeSpan most, TimeProvider clock, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(_given.Task, Task.Delay(most, clock, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        // Taken back before its reason is looked at: what is signalled meanwhile is looked at once more.
        if (_given.Task.IsCompleted) _given = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
