using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace TinyBase.Sdk.Binding;

/// <summary>What a method must be to be served.</summary>
internal static partial class FunctionRules
{
    // A day, in seconds.
    private const int LongestTimeout = 86400;

    /// <summary>The attribute of a method that can be served.</summary>
    /// <exception cref="UnsupportedFunctionException">It cannot be served.</exception>
    public static FunctionAttribute Require(MethodInfo method)
    {
        var attribute = method.GetCustomAttribute<FunctionAttribute>() ?? throw new UnsupportedFunctionException(
            $"The method {ReadableName(method)} has no [Function(\"name\")] attribute, which says the name it is called by");
        if (!FunctionName().IsMatch(attribute.Name ?? ""))
        {
            throw new UnsupportedFunctionException(
                $"'{attribute.Name}' cannot be the name of a function: it has letters, digits and underscores, begins with no digit, and is at most 100 long");
        }

        if (Refusal(method, attribute) is { } reason) throw new UnsupportedFunctionException($"Function '{attribute.Name}': {reason}");
        return attribute;
    }

    /// <summary>How the result is written; null for none.</summary>
    /// <exception cref="UnsupportedFunctionException">It cannot be written.</exception>
    public static JsonTypeInfo? ResultType(string function, Type? type)
    {
        if (type is null) return null;
        try
        {
            if (type.IsByRef || type.IsByRefLike || type.IsPointer || UnsupportedTypes.IsAsyncSequence(type) || typeof(Task).IsAssignableFrom(type)
                || typeof(Delegate).IsAssignableFrom(type) || typeof(Stream).IsAssignableFrom(type))
            {
                throw new NotSupportedException("return data: a record, a class, a value, a collection, or a Task of one");
            }

            var info = FunctionJson.Output.GetTypeInfo(type);
            UnsupportedTypes.RefuseResult(info);
            return info;
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            throw new UnsupportedFunctionException($"Function '{function}': a result of type {type.Name} cannot be written as JSON: {e.Message}");
        }
    }

    private static string? Refusal(MethodInfo method, FunctionAttribute attribute)
    {
        if (method.ContainsGenericParameters) return "it cannot have type parameters, since nobody would fill them";
        if (method.GetParameters().FirstOrDefault(parameter => parameter.ParameterType.IsByRef) is { } byReference)
        {
            return $"parameter '{byReference.Name}' cannot be ref, out or in";
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            return "it is async and returns void, so nobody can wait for it; return a Task";
        }

        if (!Enum.IsDefined(attribute.Auth)) return $"Auth cannot be {attribute.Auth}";
        if (!Enum.IsDefined(attribute.RunAs)) return $"RunAs cannot be {attribute.RunAs}";
        if (attribute.TimeoutSeconds is not (>= 0 and <= LongestTimeout)) return FormattableString.Invariant($"TimeoutSeconds must be from 0 to {LongestTimeout}, not {attribute.TimeoutSeconds}");
        if (attribute.MaxConcurrency < 0) return $"MaxConcurrency must be 0 or more, not {attribute.MaxConcurrency}";
        return FunctionSchedule.Problem(method, attribute.Name);
    }

    // A local function is compiled to a method such as <<Main>$>g__AddNumbers|0_0.
    private static string ReadableName(MethodInfo method) => LocalFunction().Match(method.Name) is { Success: true } local
        ? local.Groups[1].Value
        : method.Name.StartsWith('<') ? "given as a lambda" : method.Name;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,99}\z")]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"g__(\w+)\|")]
    private static partial Regex LocalFunction();
}
