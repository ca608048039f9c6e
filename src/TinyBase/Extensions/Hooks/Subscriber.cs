using TinyBase.Hosting;

namespace TinyBase.Extensions.Hooks;

/// <summary>What is told of events.</summary>
internal abstract class Subscriber
{
    /// <summary>A name that is the same after a restart; kept events are kept under it.</summary>
    public required string Id { get; init; }

    /// <summary>What is shown.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is: <c>app</c>, or an extension.</summary>
    public required string Source { get; init; }

    /// <summary>What it is told of.</summary>
    public required HookPoint Point { get; init; }

    /// <summary>The collection or function that it is for; null for all.</summary>
    public string? Filter { get; init; }

    public int Order { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Whether its events are kept until it has taken them.</summary>
    public bool IsDurable { get; init; }

    public required HookHealth Health { get; init; }

    /// <summary>Given when an event is kept for it.</summary>
    public Signal Signal { get; init; } = new();

    /// <summary>Set when it was taken out: what is queued for it is not brought any more.</summary>
    public bool IsRemoved { get; set; }
}

/// <summary>A method that is told of events.</summary>
internal sealed class Hook(HookMethod method, object? instance, IServiceProvider services, ICallWatch watch) : Subscriber
{
    /// <summary>Calls the method, with services of a scope of its own.</summary>
    public ValueTask Invoke(HookEvent happened, CancellationToken cancel) =>
        ReferenceEquals(watch, NoCallWatch.Instance) ? Call(happened, cancel) : Watch(happened, cancel);

    private async ValueTask Watch(HookEvent happened, CancellationToken cancel) => await watch.Watch(async () =>
    {
        await Call(happened, cancel).ConfigureAwait(false);
        return true;
    }).ConfigureAwait(false);

    private ValueTask Call(HookEvent happened, CancellationToken cancel) =>
        method.NeedsServices ? InvokeInScope(happened, cancel) : method.Invoke(instance, happened, null, cancel);

    private async ValueTask InvokeInScope(HookEvent happened, CancellationToken cancel)
    {
        var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(services);
        await using var _ = scope.ConfigureAwait(false);
        await method.Invoke(instance, happened, scope.ServiceProvider, cancel).ConfigureAwait(false);
    }
}
