using System.Reflection;

namespace TinyBase.Sdk.Binding;

/// <summary>What a parameter is when nothing is given for it.</summary>
internal static class ParameterDefault
{
    /// <summary>Its default; null if it has none.</summary>
    public static object? Of(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue) return null;
        if (parameter.DefaultValue is { } value) return AsDeclared(parameter.ParameterType, value);
        return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? Activator.CreateInstance(parameter.ParameterType)
            : null;
    }

    /// <summary>Whether null may be given for it, as it is declared.</summary>
    public static bool AllowsNull(ParameterInfo parameter) => parameter.ParameterType.IsValueType
        ? Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        : new NullabilityInfoContext().Create(parameter).WriteState != NullabilityState.NotNull;

    // The default of an enumeration is kept as its number.
    private static object AsDeclared(Type declared, object value) =>
        Nullable.GetUnderlyingType(declared) is { IsEnum: true } type ? Enum.ToObject(type, value) : value;
}
