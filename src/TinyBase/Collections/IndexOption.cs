using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

using TinyBase.Collections.Schema;

namespace TinyBase.Collections;

/// <summary>An entry of <c>options.indexes</c>: an index over several fields.</summary>
internal sealed record IndexOption(ImmutableArray<string> Fields, bool Unique)
{
    /// <summary>The most indexes that the options of a collection may have, and the most fields of one.</summary>
    public const int MaxCount = 16;

    private static readonly string[] Keys = ["fields", "unique"];

    /// <summary>Reads <c>options.indexes</c>.</summary>
    /// <param name="indexes">Any JSON value; null means none.</param>
    /// <param name="result">The indexes.</param>
    /// <param name="error">Where they are wrong, what was given and what would be right.</param>
    public static bool TryParse(JsonElement indexes, out ImmutableArray<IndexOption> result, [NotNullWhen(false)] out string? error)
    {
        result = [];
        error = null;
        if (indexes.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return true;
        }

        if (indexes.ValueKind != JsonValueKind.Array || indexes.GetArrayLength() > MaxCount)
        {
            error = $"options.indexes must be an array of at most {MaxCount} objects, not {SchemaText.Show(indexes)}";
            return false;
        }

        var read = ImmutableArray.CreateBuilder<IndexOption>();
        foreach (var given in indexes.EnumerateArray())
        {
            error = TryRead(given, $"options.indexes.{read.Count}", out var index);
            if (error is not null)
            {
                return false;
            }

            read.Add(index!);
        }

        result = read.ToImmutable();
        return true;
    }

    private static string? TryRead(JsonElement given, string path, out IndexOption? index)
    {
        index = null;
        if (given.ValueKind != JsonValueKind.Object)
        {
            return $"{path} must be an object with 'fields', not {SchemaText.Show(given)}";
        }

        foreach (var entry in given.EnumerateObject())
        {
            if (!Keys.Contains(SchemaText.Name(entry)))
            {
                return $"{path}.{SchemaText.Name(entry)} has no meaning; there are fields and unique";
            }
        }

        _ = given.TryGetProperty("unique"u8, out var unique);
        if (unique.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Undefined))
        {
            return $"{path}.unique must be true or false, not {SchemaText.Show(unique)}";
        }

        if (!given.TryGetProperty("fields"u8, out var names)
            || names.ValueKind != JsonValueKind.Array
            || names.GetArrayLength() is 0 or > MaxCount)
        {
            return $"{path}.fields must be an array of 1 to {MaxCount} names of fields, not {SchemaText.Show(names)}";
        }

        var fields = ImmutableArray.CreateBuilder<string>();
        foreach (var name in names.EnumerateArray())
        {
            if (SchemaText.TryRead(name) is not { } text || fields.Contains(text))
            {
                return $"{path}.fields.{fields.Count} must be the name of a field that is not there before, not {SchemaText.Show(name)}";
            }

            fields.Add(text);
        }

        index = new IndexOption(fields.ToImmutable(), unique.ValueKind == JsonValueKind.True);
        return null;
    }
}
