using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>Compares fields as schemas declare them.</summary>
internal static class FieldComparison
{
    private static readonly string[] Rules =
    [
        "required", "default", "min_length", "max_length", "min", "max", "pattern", "values", "items", "properties", "additional_properties",
    ];

    /// <summary>Whether values of both mean the same; name, type, indexes and texts for people do not count.</summary>
    public static bool HaveSameRules(JsonElement one, JsonElement other) =>
        Rules.All(key => one.TryGetProperty(key, out var left) == other.TryGetProperty(key, out var right)
            && (left.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(left, right)));
}
