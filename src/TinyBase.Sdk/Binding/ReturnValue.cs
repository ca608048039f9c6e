using System.Reflection;

namespace TinyBase.Sdk.Binding;

/// <summary>What a function returns, and how to wait for it.</summary>
/// <param name="Type">The type of the result; null for none.</param>
/// <param name="IsAsync">Whether it has to be waited for.</param>
/// <param name="Await">Waits for what the method returned.</param>
internal sealed record ReturnValue(Type? Type, bool IsAsync, Func<object?, ValueTask<object?>> Await)
{
    public static ReturnValue Of(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(void)) return new ReturnValue(null, false, ValueTask.FromResult);
        if (type == typeof(Task)) return new ReturnValue(null, true, AwaitTask);
        if (type == typeof(ValueTask)) return new ReturnValue(null, true, AwaitValueTask);
        if (!type.IsGenericType) return new ReturnValue(type, false, ValueTask.FromResult);
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(Task<>)) return Awaited(nameof(AwaitTaskOf), type.GenericTypeArguments[0]);
        if (definition == typeof(ValueTask<>)) return Awaited(nameof(AwaitValueTaskOf), type.GenericTypeArguments[0]);
        return new ReturnValue(type, false, ValueTask.FromResult);
    }

    private static ReturnValue Awaited(string waiter, Type result) => new(result, true, typeof(ReturnValue)
        .GetMethod(waiter, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(result)
        .CreateDelegate<Func<object?, ValueTask<object?>>>());

    private static async ValueTask<object?> AwaitTask(object? task)
    {
        await ((Task)task!).ConfigureAwait(false);
        return null;
    }

    private static async ValueTask<object?> AwaitValueTask(object? task)
    {
        await ((ValueTask)task!).ConfigureAwait(false);
        return null;
    }

    private static async ValueTask<object?> AwaitTaskOf<T>(object? task) => await ((Task<T>)task!).ConfigureAwait(false);

    private static async ValueTask<object?> AwaitValueTaskOf<T>(object? task) => await ((ValueTask<T>)task!).ConfigureAwait(false);
}
