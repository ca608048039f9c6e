using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TinyBase.Collections.Schema;

/// <summary>Reads one field of a schema.</summary>
/// <param name="field">The field as given.</param>
/// <param name="position">Its index among the fields.</param>
internal readonly ref partial struct FieldParser(JsonElement field, int position)
{
    private const string TypeDefault = "string";

    /// <summary>Reads the field; what is wrong and where, if it cannot be.</summary>
    public string? TryParse(out FieldDefinition? definition)
    {
        definition = null;
        if (field.ValueKind != JsonValueKind.Object)
        {
            return $"fields.{position} must be an object, not {SchemaText.Show(field)}";
        }

        FieldType? type = null;
        var required = false;
        ImmutableArray<FieldRule> rules = [];
        FieldValue? byDefault = null;
        var error = ReadName(out var name)
            ?? ReadType(name, out type)
            ?? RefuseUnavailable(name, type!)
            ?? ReadRequired(out required)
            ?? CheckDescription()
            ?? new RuleParser(field, position, name, type!).TryParse(out rules)
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
        };
        return null;
    }

    private string? ReadName(out string name)
    {
        name = string.Empty;
        if (!field.TryGetProperty("name"u8, out var given))
        {
            return $"fields.{position}.name is missing; every field needs a name";
        }

        name = SchemaText.TryRead(given) ?? string.Empty;
        if (!NameShape.IsMatch(name))
        {
            return $"fields.{position}.name must be a letter followed by letters, digits and underscores, "
                + $"not {SchemaText.Show(given)}";
        }

        return name.Length > SchemaParser.MaxNameLength
            ? $"fields.{position}.name must have at most {SchemaParser.MaxNameLength} characters, not {name.Length}"
            : null;
    }

    private string? ReadType(string name, out FieldType? type)
    {
        type = null;
        var given = field.TryGetProperty("type"u8, out var value);
        if (FieldTypes.TryFind(given ? SchemaText.TryRead(value) ?? string.Empty : TypeDefault, out type))
        {
            return null;
        }

        return $"fields.{position}.type of '{name}' must be one of {FieldTypes.Names}, not {SchemaText.Show(value)}";
    }

    private string? RefuseUnavailable(string name, FieldType type)
    {
        foreach (var property in field.EnumerateObject())
        {
            var key = SchemaText.Name(property);
            var isSet = property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False);
            var isUnavailable = key is "unique" or "index" or "renamed_from"
                || (type.IsJson && key is "items" or "properties");
            if (isSet && isUnavailable)
            {
                return $"fields.{position}: Field '{name}': '{key}' is not available in this version";
            }
        }

        return null;
    }

    private string? ReadRequired(out bool required)
    {
        required = field.TryGetProperty("required"u8, out var value) && value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Undefined
            ? null
            : $"fields.{position}.required must be true or false, not {SchemaText.Show(value)}";
    }

    private string? CheckDescription()
    {
        _ = field.TryGetProperty("description"u8, out var value);
        return value.ValueKind is JsonValueKind.String or JsonValueKind.Null or JsonValueKind.Undefined
            ? null
            : $"fields.{position}.description must be a string, not {SchemaText.Show(value)}";
    }

    private string? ReadDefault(FieldType type, ImmutableArray<FieldRule> rules, out FieldValue? byDefault)
    {
        byDefault = null;
        if (!field.TryGetProperty("default"u8, out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (!type.TryCoerce(given, new ValueArena(0), out var value, out var problem))
        {
            return Misfit(given, problem);
        }

        foreach (var rule in rules)
        {
            if (!rule.Check(value, out problem))
            {
                return Misfit(given, problem);
            }
        }

        byDefault = value;
        return null;
    }

    private string Misfit(JsonElement given, FieldProblem problem)
    {
        var path = string.Concat(problem.Path.Select(part => $".{part}"));
        return $"fields.{position}.default{path} does not fit the field: {problem.Message}, not {SchemaText.Show(given)}";
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex NameShape { get; }
}
