using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

using Microsoft.Extensions.DependencyInjection;

namespace TinyBase.Extensions.Hooks;

/// <summary>A method with a hook attribute, checked and ready to be called.</summary>
internal sealed class HookMethod
{
    private const double LongestTimeout = 3600;
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    private readonly ParameterInfo[] _parameters;
    private readonly MethodInvoker _invoker;

    private HookMethod(MethodInfo method, HookAttribute attribute)
    {
        Method = method;
        Attribute = attribute;
        _parameters = method.GetParameters();
        _invoker = MethodInvoker.Create(method);
        NeedsServices = _parameters.Any(parameter => IsService(parameter.ParameterType));
    }

    public MethodInfo Method { get; }

    public HookAttribute Attribute { get; }

    /// <summary>The class and the method, as they are shown.</summary>
    public string Name => Readable(Method);

    /// <summary>Whether a parameter is a service, so that each run has a scope of its own.</summary>
    public bool NeedsServices { get; }

    /// <summary>The hooks of a class, one for each attribute.</summary>
    /// <param name="type">The class.</param>
    /// <param name="isService">Whether there is a service of a type.</param>
    /// <exception cref="UnsupportedHookException">One cannot be called, or there is none.</exception>
    public static IReadOnlyList<HookMethod> Of(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type type,
        Func<Type, bool> isService)
    {
        var hooks = new List<HookMethod>();
        foreach (var method in type.GetMethods(Any))
        {
            foreach (var attribute in method.GetCustomAttributes<HookAttribute>())
            {
                if (Refusal(method, attribute, isService) is { } reason)
                {
                    throw new UnsupportedHookException($"{Readable(method)} cannot be a hook with [{ShortName(attribute)}]: {reason}.");
                }

                hooks.Add(new HookMethod(method, attribute));
            }
        }

        return hooks.Count > 0
            ? hooks
            : throw new UnsupportedHookException($"{type.Name} has no hooks: give a method an attribute such as [OnRecordCreate(\"orders\")].");
    }

    /// <summary>Calls the method.</summary>
    /// <param name="instance">The object it is of; null for a static one.</param>
    /// <param name="happened">The event.</param>
    /// <param name="services">Where its services come from, if it needs any.</param>
    /// <param name="cancel">Cancelled when nobody waits for it any more.</param>
    public async ValueTask Invoke(object? instance, HookEvent happened, IServiceProvider? services, CancellationToken cancel)
    {
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = Argument(_parameters[i].ParameterType, happened, services, cancel);
        switch (_invoker.Invoke(instance, arguments.AsSpan()))
        {
            case Task task: await task.ConfigureAwait(false); break;
            case ValueTask task: await task.ConfigureAwait(false); break;
        }
    }

    private static object? Argument(Type type, HookEvent happened, IServiceProvider? services, CancellationToken cancel) =>
        type == typeof(CancellationToken) ? cancel
        : IsService(type) ? services!.GetRequiredService(type)
        : happened;

    private static bool IsService(Type type) => type != typeof(CancellationToken) && !typeof(HookEvent).IsAssignableFrom(type);

    private static string? Refusal(MethodInfo method, HookAttribute attribute, Func<Type, bool> isService)
    {
        var wanted = attribute.Point.EventType();
        var shape = $"; right would be: void {method.Name}({wanted.Name} e), or a Task or ValueTask with a CancellationToken";
        if (method.ContainsGenericParameters) return "it has type parameters, which nobody would fill" + shape;
        if (method.ReturnType != typeof(void) && method.ReturnType != typeof(Task) && method.ReturnType != typeof(ValueTask))
        {
            return $"it returns {Readable(method.ReturnType)}, which nobody would look at" + shape;
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            return "it is async and returns void, so nobody can wait for it; return a Task";
        }

        foreach (var parameter in method.GetParameters())
        {
            var type = parameter.ParameterType;
            if (type.IsByRef) return $"parameter '{parameter.Name}' cannot be ref, out or in" + shape;
            if (typeof(HookEvent).IsAssignableFrom(type))
            {
                if (!type.IsAssignableFrom(wanted)) return $"parameter '{parameter.Name}' is a {type.Name}, but the event is a {wanted.Name}" + shape;
            }
            else if (type != typeof(CancellationToken) && !isService(type))
            {
                return $"parameter '{parameter.Name}' is a {Readable(type)}, which is neither the event nor a service of the app" + shape;
            }
        }

        if (attribute.Filter is { Length: 0 }) return "its filter is empty; leave it out for all, or name one";
        return attribute.TimeoutSeconds is >= 0 and <= LongestTimeout
            ? null
            : FormattableString.Invariant($"TimeoutSeconds must be from 0 to {LongestTimeout}, not {attribute.TimeoutSeconds}");
    }

    private static string ShortName(HookAttribute attribute) => attribute.GetType().Name.Replace("Attribute", string.Empty, StringComparison.Ordinal);

    private static string Readable(MethodInfo method) => $"{method.ReflectedType?.Name}.{method.Name}";

    private static string Readable(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Readable))}>" : type.Name;
}
