using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Validation;

/// <summary>What is to be checked of the values of a type: its annotations and those of its members.</summary>
internal sealed record TypeRules(IReadOnlyList<ValidationAttribute> Annotations, IReadOnlyList<MemberRules> Members)
{
    public static TypeRules Of(JsonTypeInfo type) => new(
        [.. MemberAttributes.Of(type.Type).OfType<ValidationAttribute>()],
        type.Kind == JsonTypeInfoKind.Object ? [.. type.Properties.Where(member => member.Get is not null).Select(MemberRules.Of)] : []);
}

/// <summary>What is to be checked of a member, or of a parameter of the function.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="ClrName">Its name in C#, as messages of annotations and their comparisons have it.</param>
/// <param name="Get">Takes it from an object.</param>
/// <param name="RefusesNullElements">Whether it is a collection whose elements cannot be null.</param>
internal sealed record MemberRules(
    string Name, string ClrName, Func<object, object?> Get, IReadOnlyList<ValidationAttribute> Annotations, bool RefusesNullElements)
{
    public static MemberRules Of(JsonPropertyInfo member)
    {
        var attributes = MemberAttributes.Of(member);
        return new MemberRules(
            member.Name,
            (member.AttributeProvider as MemberInfo)?.Name ?? member.Name,
            member.Get!,
            [.. attributes.OfType<ValidationAttribute>().DistinctBy(attribute => attribute.TypeId)],
            ElementNullability.RefusesNull(member.AttributeProvider));
    }

    public static MemberRules Of(ParameterInfo parameter, string name)
    {
        var attributes = MemberAttributes.Of(parameter).ToList();
        return new MemberRules(
            name,
            parameter.Name!,
            value => value,
            [.. attributes.OfType<ValidationAttribute>()],
            ElementNullability.RefusesNull(parameter));
    }
}
