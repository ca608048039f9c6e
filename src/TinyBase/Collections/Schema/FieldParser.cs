using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TinyBase.Collections.Schema;

/// <summary>Reads one field of a schema.</summary>
/// <param name="field">The field as given.</param>
/// <param name="path">Where in the schema it is.</param>
/// <param name="nestedName">What to call it where it is an item or a property, which have no name of their own.</param>
/// <param name="depth">How deep inside other fields it is.</param>
internal readonly ref partial struct FieldParser(JsonElement field, string path, string? nestedName = null, int depth = 0)
{
    private const string TypeDefault = "string";

    /// <summary>Reads the field; what is wrong and where, if it cannot be.</summary>
    public string? TryParse(out FieldDefinition? definition)
    {
        definition = null;
        if (field.ValueKind != JsonValueKind.Object)
        {
            return $"{path} must be an object, not {SchemaText.Show(field)}";
        }

        FieldType? type = null;
        var required = false;
        ImmutableArray<FieldRule> rules = [];
        FieldValue? byDefault = null;
        var unique = false;
        var index = false;
        string? renamedFrom = null;
        string? description = null;
        var error = ReadName(out var name)
            ?? ReadType(name, out type)
            ?? ReadFlag("required", orNull: false, out required)
            ?? ReadIndexes(name, type!, out unique, out index)
            ?? ReadRenamedFrom(out renamedFrom)
            ?? ReadDescription(out description)
            ?? new RuleParser(field, path, name, type!).TryParse(out rules)
            ?? ReadDefault(type!, rules, out byDefault);
        if (error is not null)
        {
            return error;
        }

        definition = new FieldDefinition
        {
            Name = name,
            Type = type!,
            Required = required,
            Default = byDefault,
            Rules = rules,
            Unique = unique,
            Index = index,
            RenamedFrom = renamedFrom,
            Description = description,
        };
        return null;
    }

    private string? ReadName(out string name)
    {
        name = nestedName ?? string.Empty;
        if (nestedName is not null)
        {
            return null;
        }

        if (!field.TryGetProperty("name"u8, out var given))
        {
            return $"{path}.name is missing; every field needs a name";
        }

        name = SchemaText.TryRead(given) ?? string.Empty;
        if (!NameShape.IsMatch(name))
        {
            return $"{path}.name must be a letter followed by letters, digits and underscores, "
                + $"not {SchemaText.Show(given)}";
        }

        return name.Length > SchemaParser.MaxNameLength
            ? $"{path}.name must have at most {SchemaParser.MaxNameLength} characters, not {name.Length}"
            : null;
    }

    private string? ReadType(string name, out FieldType? type)
    {
        type = null;
        var given = field.TryGetProperty("type"u8, out var value);
        var typeName = given ? SchemaText.TryRead(value) ?? string.Empty : TypeDefault;
        var parts = new TypePartsParser(field, path, name, depth);
        if (EnumType.IsNamed(typeName))
        {
            return parts.ReadEnum(out type);
        }

        return FieldTypes.TryFind(typeName, out type)
            ? parts.Refine(ref type)
            : $"{path}.type of '{name}' must be one of {FieldTypes.Names}, not {SchemaText.Show(value)}";
    }

    private string? ReadFlag(string key, bool orNull, out bool flag)
    {
        flag = field.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Undefined
            || (orNull && value.ValueKind == JsonValueKind.Null)
                ? null
                : $"{path}.{key} must be true or false, not {SchemaText.Show(value)}";
    }

    private string? ReadIndexes(string name, FieldType type, out bool unique, out bool index)
    {
        index = false;
        var error = ReadFlag("unique", orNull: true, out unique) ?? ReadFlag("index", orNull: true, out index);
        if (error is not null || !(unique || index))
        {
            return error;
        }

        var key = unique ? "unique" : "index";
        return nestedName is not null ? $"{path}.{key} applies to fields of the collection only, not to parts of them"
            : type.IsJson ? $"{path}.{key} does not apply to '{name}' of type '{type.Name}': lists and dicts cannot be indexed"
            : null;
    }

    private string? ReadRenamedFrom(out string? former)
    {
        former = null;
        if (!field.TryGetProperty("renamed_from"u8, out var given) || given.ValueKind is JsonValueKind.Null or JsonValueKind.False)
        {
            return null;
        }

        former = SchemaText.TryRead(given) ?? string.Empty;
        return nestedName is not null ? $"{path}.renamed_from applies to fields of the collection only, not to parts of them"
            : NameShape.IsMatch(former) ? null
            : $"{path}.renamed_from must be the name of a field, not {SchemaText.Show(given)}";
    }

    private string? ReadDescription(out string? description)
    {
        _ = field.TryGetProperty("description"u8, out var value);
        description = SchemaText.TryRead(value);
        return value.ValueKind is JsonValueKind.String or JsonValueKind.Null or JsonValueKind.Undefined
            ? null
            : $"{path}.description must be a string, not {SchemaText.Show(value)}";
    }

    private string? ReadDefault(FieldType type, ImmutableArray<FieldRule> rules, out FieldValue? byDefault)
    {
        byDefault = null;
        if (!field.TryGetProperty("default"u8, out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var shape = new FieldDefinition { Name = string.Empty, Type = type, Rules = rules };
        if (!shape.TryTake(given, new ValueArena(0), out var value, out var problem))
        {
            return Misfit(given, problem);
        }

        byDefault = value;
        return null;
    }

    private string Misfit(JsonElement given, FieldProblem problem)
    {
        var inside = string.Concat(problem.Path.Select(part => $".{part}"));
        return $"{path}.default{inside} does not fit the field: {problem.Message}, not {SchemaText.Show(given)}";
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex NameShape { get; }
}
