using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>Reads the schema of a collection. The first mistake ends it.</summary>
internal static class SchemaParser
{
    public const int MaxFields = 500;
    public const int MaxNameLength = 100;

    public static bool TryParse(
        JsonElement schema, [NotNullWhen(true)] out CollectionSchema? result, [NotNullWhen(false)] out string? error)
    {
        result = null;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            error = $"schema must be an object, not {SchemaText.Show(schema)}";
            return false;
        }

        error = SchemaText.FindUnwritable(schema, prefix: "");
        if (error is not null)
        {
            return false;
        }

        if (!schema.TryGetProperty("fields"u8, out var fields))
        {
            result = new CollectionSchema([]);
            return true;
        }

        error = TryReadFields(fields, out var definitions);
        result = error is null ? new CollectionSchema(definitions) : null;
        return result is not null;
    }

    private static string? TryReadFields(JsonElement fields, out ImmutableArray<FieldDefinition> definitions)
    {
        definitions = [];
        if (fields.ValueKind != JsonValueKind.Array)
        {
            return $"fields must be an array, not {SchemaText.Show(fields)}";
        }

        if (fields.GetArrayLength() > MaxFields)
        {
            return $"fields must have at most {MaxFields} items, not {fields.GetArrayLength()}";
        }

        var read = ImmutableArray.CreateBuilder<FieldDefinition>(fields.GetArrayLength());
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields.EnumerateArray())
        {
            var error = new FieldParser(field, $"fields.{read.Count}").TryParse(out var definition);
            if (error is not null)
            {
                return error;
            }

            if (!names.TryAdd(definition!.Name, read.Count))
            {
                var other = names[definition.Name];
                return $"fields.{read.Count}.name '{definition.Name}' is already the name of fields.{other} "
                    + $"('{read[other].Name}'); names must differ by more than case";
            }

            read.Add(definition);
        }

        definitions = read.ToImmutable();
        return null;
    }
}
