using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Binding;

/// <summary>
/// The types of functions as the serializer sees them. A structure with a primary constructor is read through it, as a class is; by
/// itself the serializer takes the constructor without parameters that every structure has, and nothing would be required.
/// </summary>
internal sealed class FunctionTypes : DefaultJsonTypeInfoResolver
{
    public override JsonTypeInfo GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        var info = base.GetTypeInfo(type, options);
        return PrimaryConstructor(info) is { } constructor ? StructureType.Of(info, constructor) : info;
    }

    /// <summary>The one public constructor, if each of its parameters has a property; null for a class, which needs no help.</summary>
    private static ConstructorInfo? PrimaryConstructor(JsonTypeInfo type)
    {
        // Without one to create an object with, the serializer has chosen a constructor with parameters itself.
        if (!type.Type.IsValueType || type.Kind != JsonTypeInfoKind.Object || type.CreateObject is null) return null;
        if (type.Type.GetConstructors() is not [var only] || only.IsDefined(typeof(JsonConstructorAttribute))) return null;
        var parameters = only.GetParameters();
        return parameters.Length > 0 && parameters.All(parameter => type.Properties.Any(member => IsOf(member, parameter))) ? only : null;
    }

    private static bool IsOf(JsonPropertyInfo member, ParameterInfo parameter) => member.AttributeProvider is PropertyInfo property
        && property.PropertyType == parameter.ParameterType
        && string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase);
}
