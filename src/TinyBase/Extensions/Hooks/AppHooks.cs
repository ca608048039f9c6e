using TinyBase.Hosting;

namespace TinyBase.Extensions.Hooks;

/// <summary>The hooks of the embedding app, which live as long as it does.</summary>
internal sealed class AppHooks(HookRegistry registry, IEnumerable<HookClass> classes, IServiceProvider services) : IAsyncDisposable
{
    private readonly List<Type> _types = [.. classes.Select(each => each.Type)];
    private HookSource? _source;

    /// <summary>Makes the classes and adds their hooks.</summary>
    /// <exception cref="UnsupportedHookException">One cannot be used; the message says which and why.</exception>
    public void Add()
    {
        if (_source is not null || _types.Count == 0) return;
        _source = registry.Make(HookRegistry.App, _types, services, NoCallWatch.Instance);
        registry.Add(_source);
    }

    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
