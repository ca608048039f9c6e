using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>Reads what a type consists of: the values of an enum, the items of a list, the properties of a dict.</summary>
internal readonly ref struct TypePartsParser(JsonElement field, string path, string name, int depth)
{
    /// <summary>How deep lists and dicts may declare their parts.</summary>
    private const int MaxDepth = 8;

    public string? ReadEnum(out FieldType? type)
    {
        type = null;
        if (!field.TryGetProperty("values"u8, out var given)
            || given.ValueKind != JsonValueKind.Array
            || given.GetArrayLength() is 0 or > EnumType.MaxValues)
        {
            return $"{path}.values of '{name}' must be an array of 1 to {EnumType.MaxValues} strings, as it is of type 'enum', "
                + $"not {SchemaText.Show(given)}";
        }

        var values = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in given.EnumerateArray())
        {
            if (SchemaText.TryRead(value) is not { } text || !seen.Add(text))
            {
                return $"{path}.values.{values.Count} must be a string that is not there before, not {SchemaText.Show(value)}";
            }

            values.Add(text);
        }

        type = new EnumType(values.ToImmutable());
        return null;
    }

    /// <summary>Puts the declared parts into a type that has some.</summary>
    public string? Refine([NotNull] ref FieldType type)
    {
        if (!type.IsJson)
        {
            return null;
        }

        return TryGet("items", out var items) ? ReadItems(items, ref type)
            : TryGet("properties", out var properties) ? ReadProperties(properties, ref type)
            : null;
    }

    private string? ReadItems(JsonElement items, ref FieldType type)
    {
        if (type is not ListType)
        {
            return $"{path}.items does not apply to '{name}' of type '{type.Name}', only to 'list'";
        }

        FieldDefinition? item = null;
        var error = CheckDepth() ?? new FieldParser(items, $"{path}.items", name, depth + 1).TryParse(out item);
        if (error is not null)
        {
            return error;
        }

        // Null is no item.
        type = new ItemListType(new FieldDefinition { Name = name, Type = item!.Type, Rules = item.Rules, Required = true, Description = item.Description });
        return null;
    }

    private string? ReadProperties(JsonElement given, ref FieldType type)
    {
        if (type is not DictType)
        {
            return $"{path}.properties does not apply to '{name}' of type '{type.Name}', only to 'dict'";
        }

        if (CheckDepth() is { } tooDeep)
        {
            return tooDeep;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            return $"{path}.properties must be an object of names and fields, not {SchemaText.Show(given)}";
        }

        _ = field.TryGetProperty("additional_properties"u8, out var others);
        if (others.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined))
        {
            return $"{path}.additional_properties must be true or false, not {SchemaText.Show(others)}";
        }

        var error = ReadProperties(given, out var properties);
        type = error is null ? new ShapedDictType(properties, refuseOthers: others.ValueKind == JsonValueKind.False) : type;
        return error;
    }

    private string? ReadProperties(JsonElement given, out ImmutableArray<FieldDefinition> properties)
    {
        properties = [];
        var read = new Dictionary<string, FieldDefinition>(StringComparer.Ordinal);
        foreach (var property in given.EnumerateObject())
        {
            var key = Encoding.UTF8.GetString(JsonText.Unescape(JsonMarshal.GetRawUtf8PropertyName(property)));
            if (key.Length is 0 or > SchemaParser.MaxNameLength || read.Count == SchemaParser.MaxFields)
            {
                return $"{path}.properties must have at most {SchemaParser.MaxFields} names of 1 to {SchemaParser.MaxNameLength} characters";
            }

            if (new FieldParser(property.Value, $"{path}.properties.{key}", key, depth + 1).TryParse(out var definition) is { } error)
            {
                return error;
            }

            read[key] = definition!;
        }

        properties = [.. read.Values];
        return null;
    }

    private string? CheckDepth() =>
        depth < MaxDepth ? null : $"{path} is nested deeper than {MaxDepth} levels of items and properties";

    private bool TryGet(string key, out JsonElement value) =>
        field.TryGetProperty(key, out value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False);
}
