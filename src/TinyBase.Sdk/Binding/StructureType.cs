using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Binding;

/// <summary>Describes a structure to the serializer as generated code would: made by a constructor with parameters.</summary>
internal static class StructureType
{
    /// <param name="found">What the serializer has found by itself.</param>
    /// <param name="constructor">Each of its parameters is named as a property.</param>
    public static JsonTypeInfo Of(JsonTypeInfo found, ConstructorInfo constructor) =>
        Generic<Func<JsonTypeInfo, ConstructorInfo, JsonTypeInfo>>(nameof(Make), found.Type)(found, constructor);

    private static T Generic<T>(string method, Type type)
        where T : Delegate => typeof(StructureType)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(type)
        .CreateDelegate<T>();

    private static JsonTypeInfo<T> Make<T>(JsonTypeInfo found, ConstructorInfo constructor)
        where T : struct
    {
        var parameters = constructor.GetParameters();
        var made = JsonMetadataServices.CreateObjectInfo(found.Options, new JsonObjectInfoValues<T>
        {
            // The array may be longer.
            ObjectWithParameterizedConstructorCreator = given =>
                (T)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, given[..parameters.Length], null),
            ConstructorParameterMetadataInitializer = () => [.. parameters.Select(Describe)],
            ConstructorAttributeProviderFactory = () => constructor,
            PropertyMetadataInitializer = _ =>
                [.. found.Properties.Select(member => Generic<Func<JsonPropertyInfo, JsonPropertyInfo>>(nameof(Copy), member.PropertyType)(member))],
        });
        made.NumberHandling = found.NumberHandling;
        made.UnmappedMemberHandling = found.UnmappedMemberHandling;
        made.PreferredPropertyObjectCreationHandling = found.PreferredPropertyObjectCreationHandling;
        return made;
    }

    private static JsonParameterInfoValues Describe(ParameterInfo parameter) => new()
    {
        Name = parameter.Name!,
        ParameterType = parameter.ParameterType,
        Position = parameter.Position,
        HasDefaultValue = parameter.HasDefaultValue,
        DefaultValue = ParameterDefault.Of(parameter),
        IsNullable = ParameterDefault.AllowsNull(parameter),
    };

    private static JsonPropertyInfo Copy<T>(JsonPropertyInfo found)
    {
        var isIgnored = found is { Get: null, Set: null };
        var made = JsonMetadataServices.CreatePropertyInfo(found.Options, new JsonPropertyInfoValues<T>
        {
            IsProperty = found.AttributeProvider is PropertyInfo,
            IsPublic = true,
            DeclaringType = found.DeclaringType,
            PropertyName = (found.AttributeProvider as MemberInfo)?.Name ?? found.Name,
            JsonPropertyName = found.Name,
            Getter = found.Get is { } get ? owner => (T?)get(owner) : null,
            Setter = found.Set is { } set ? (owner, value) => set(owner, value) : null,
            IgnoreCondition = isIgnored ? JsonIgnoreCondition.Always : null,
            IsExtensionData = found.IsExtensionData,
            NumberHandling = found.NumberHandling,
            AttributeProviderFactory = () => found.AttributeProvider!,
        });
        if (isIgnored) return made;
        made.IsRequired = found.IsRequired;
        made.Order = found.Order;
        made.CustomConverter = found.CustomConverter;
        made.ObjectCreationHandling = found.ObjectCreationHandling;
        made.ShouldSerialize = found.ShouldSerialize;
        if (made.IsGetNullable != found.IsGetNullable) made.IsGetNullable = found.IsGetNullable;
        if (made.IsSetNullable != found.IsSetNullable) made.IsSetNullable = found.IsSetNullable;
        return made;
    }
}
