using System.Reflection;

namespace TinyBase.Sdk.Validation;

/// <summary>
/// Whether the elements of a collection may be null, as its declaration says. The deserializer looks at members and parameters only:
/// it puts a null into a <c>List&lt;string&gt;</c>.
/// </summary>
internal static class ElementNullability
{
    /// <summary>Whether it is a collection of references that are declared not to be null.</summary>
    /// <param name="declaration">The property, field or parameter.</param>
    public static bool RefusesNull(object? declaration) =>
        Element(declaration) is { ReadState: NullabilityState.NotNull, Type.IsValueType: false };

    /// <summary>Whether it is a collection of references that are declared to be null at times.</summary>
    /// <param name="declaration">The property, field or parameter.</param>
    public static bool AllowsNull(object? declaration) =>
        Element(declaration) is { ReadState: NullabilityState.Nullable, Type.IsValueType: false };

    private static NullabilityInfo? Element(object? declaration)
    {
        var context = new NullabilityInfoContext();
        var collection = declaration switch
        {
            PropertyInfo property => context.Create(property),
            FieldInfo field => context.Create(field),
            ParameterInfo parameter => context.Create(parameter),
            _ => null,
        };
        return collection?.ElementType ?? collection?.GenericTypeArguments.LastOrDefault();
    }
}
