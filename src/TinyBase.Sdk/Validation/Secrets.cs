using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Validation;

/// <summary>Members marked <c>[DataType(DataType.Password)]</c>, which no error repeats.</summary>
internal static class Secrets
{
    public static bool Has(JsonTypeInfo type) => type.Properties.Any(member => MemberAttributes.Of(member).Any(IsMark));

    public static bool IsMark(Attribute attribute) => attribute is DataTypeAttribute { DataType: DataType.Password };
}

/// <summary>The attributes of a member: those of the property and, in a positional record, those of the parameter it came from.</summary>
internal static class MemberAttributes
{
    public static IReadOnlyList<Attribute> Of(JsonPropertyInfo member) =>
        [.. Of(member.AttributeProvider), .. Of(member.AssociatedParameter?.AttributeProvider)];

    public static IEnumerable<Attribute> Of(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? [];
}
