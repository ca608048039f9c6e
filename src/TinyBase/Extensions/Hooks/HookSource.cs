using Microsoft.Extensions.DependencyInjection;

namespace TinyBase.Extensions.Hooks;

/// <summary>The hooks that came together, and the objects they are methods of. Disposing it takes them out at once.</summary>
internal sealed class HookSource(
    HookRegistry registry, IReadOnlyList<Subscriber> subscribers, IReadOnlyList<object> instances, AsyncServiceScope scope, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private int _isDisposed;

    public IReadOnlyList<Subscriber> Subscribers { get; } = subscribers;

    /// <summary>Takes the hooks out; those that run go on.</summary>
    public void Remove() => registry.Remove(Subscribers);

    /// <summary>Takes the hooks out, waits a little for those that run, and disposes their objects.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        Remove();
        var waits = Patience / LookEvery;
        for (var i = 0; i < waits && Subscribers.Any(subscriber => subscriber.Health.Running > 0); i++) await Task.Delay(LookEvery, clock).ConfigureAwait(false);
        foreach (var instance in instances)
        {
            if (instance is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(false);
            else if (instance is IDisposable disposable) disposable.Dispose();
        }

        await scope.DisposeAsync().ConfigureAwait(false);
    }
}
