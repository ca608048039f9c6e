using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Validation;

/// <summary>
/// The JSON names of what is marked <c>[DataType(DataType.Password)]</c> anywhere in an input. No error repeats a value under such a name.
/// </summary>
internal sealed class SecretNames
{
    private readonly HashSet<string> _names = [];
    private readonly HashSet<Type> _seen = [];

    public bool IsEmpty => _names.Count == 0;

    /// <summary>Adds a parameter of the function and whatever it consists of.</summary>
    public void Add(string name, IEnumerable<Attribute> attributes, JsonTypeInfo type)
    {
        if (attributes.Any(attribute => attribute is DataTypeAttribute { DataType: DataType.Password })) _names.Add(name);
        AddParts(type);
    }

    /// <param name="part">A part of a place: a name or an index.</param>
    public bool Contains(object part) => part is string name && _names.Contains(name);

    /// <summary>Writes a value without the secrets in it.</summary>
    public void WriteMasked(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    if (_names.Contains(member.Name)) writer.WriteStringValue("***");
                    else WriteMasked(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteMasked(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(value.GetRawText());
                break;
        }
    }

    private void AddParts(JsonTypeInfo type)
    {
        if (!_seen.Add(type.Type)) return;
        if (type.ElementType is { } element) AddParts(type.Options.GetTypeInfo(element));
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var member in type.Properties) Add(member.Name, MemberAttributes.Of(member), type.Options.GetTypeInfo(member.PropertyType));
        foreach (var derived in type.PolymorphismOptions?.DerivedTypes ?? []) AddParts(type.Options.GetTypeInfo(derived.DerivedType));
    }
}
