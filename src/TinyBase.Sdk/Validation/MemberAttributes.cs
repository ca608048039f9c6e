using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Validation;

/// <summary>The attributes of a member: those of the property and, in a positional record, those of the parameter it came from.</summary>
internal static class MemberAttributes
{
    public static IReadOnlyList<Attribute> Of(JsonPropertyInfo member) =>
        [.. Of(member.AttributeProvider), .. Of(member.AssociatedParameter?.AttributeProvider)];

    public static IEnumerable<Attribute> Of(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? [];
}
