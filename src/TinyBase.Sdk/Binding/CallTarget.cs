using System.Reflection;

using Microsoft.Extensions.DependencyInjection;

namespace TinyBase.Sdk.Binding;

/// <summary>The object that a function is called on, for one call. One that was made for the call is disposed of with it.</summary>
internal readonly struct CallTarget : IAsyncDisposable
{
    private readonly bool _isOwned;

    /// <param name="method">The function.</param>
    /// <param name="target">The object that it is bound to; null for none.</param>
    /// <param name="services">The services of the call, which dispose of what they make themselves; null where there are none.</param>
    public CallTarget(MethodInfo method, object? target, IServiceProvider? services)
    {
        Instance = target;
        if (target is not null || method.IsStatic) return;
        if (services is null)
        {
            throw new InvalidOperationException(
                $"'{method.DeclaringType}.{method.Name}' is not static, and there are no services to take its object from");
        }

        Instance = services.GetService(method.DeclaringType!);
        _isOwned = Instance is null;
        Instance ??= ActivatorUtilities.CreateInstance(services, method.DeclaringType!);
    }

    /// <summary>The object; null for a static method.</summary>
    public object? Instance { get; }

    public ValueTask DisposeAsync()
    {
        if (!_isOwned) return ValueTask.CompletedTask;
        if (Instance is IAsyncDisposable disposable) return disposable.DisposeAsync();
        (Instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
