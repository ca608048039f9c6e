using System.Text.Json;

using TinyBase.Configuration;

namespace TinyBase.Collections.Schema;

/// <summary>
/// Finds keys of a request that are nearly known ones. Other unknown keys are kept and have no effect. What is stored is not
/// looked at, so that a collection from before still works.
/// </summary>
internal static class MisspeltKeys
{
    // Of fewer letters, as "max" has, too many words differ in one only.
    private const int ShortKey = 4;

    // From so many letters on a key may have two mistakes.
    private const int LongKey = 8;

    private static readonly string[] Body = ["name", "label", "schema", "options", "purge_removed"];

    private static readonly string[] Schema = ["fields"];

    private static readonly string[] Options = ["access", "unknown_fields", "indexes"];

    private static readonly string[] Field =
    [
        "name", "type", "required", "default", "min_length", "max_length", "min", "max", "pattern", "values", "items", "properties",
        "additional_properties", "unique", "index", "description", "renamed_from",
    ];

    /// <summary>The first such key of the body of a request about a collection, and what was probably meant; null for none.</summary>
    public static string? InBody(JsonElement body) => Find(body, string.Empty, Body);

    /// <summary>The first such key of a schema and its fields, with its place, and what was probably meant; null for none.</summary>
    public static string? InSchema(JsonElement schema)
    {
        if (Find(schema, string.Empty, Schema) is { } error) return error;
        return Members(schema).FirstOrDefault(member => member.Name == "fields").Value is { ValueKind: JsonValueKind.Array } fields
            ? fields.EnumerateArray().Select((field, i) => InField(field, $"fields.{i}")).FirstOrDefault(found => found is not null)
            : null;
    }

    /// <summary>The first such key of options, with its place, and what was probably meant; null for none.</summary>
    public static string? InOptions(JsonElement options) => Find(options, "options.", Options);

    private static string? InField(JsonElement field, string path) =>
        Find(field, path + ".", Field) ?? Members(field).Select(member => InPart(member, path)).FirstOrDefault(found => found is not null);

    /// <summary>Looks at the fields without a name that a field consists of.</summary>
    private static string? InPart((string Name, JsonElement Value) member, string path) => member.Name switch
    {
        "items" => InField(member.Value, $"{path}.items"),
        "properties" => Members(member.Value)
            .Select(property => InField(property.Value, $"{path}.properties.{property.Name}"))
            .FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static string? Find(JsonElement value, string prefix, string[] known) => Members(value)
        .Select(member => Meant(member.Name, known) is { } meant ? $"unknown key \"{prefix}{member.Name}\"; did you mean \"{meant}\"?" : null)
        .FirstOrDefault(found => found is not null);

    /// <summary>The members of an object, and none of anything else. They are not searched by name: some names the framework throws at.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(member => (SchemaText.Name(member), member.Value)) : [];

    /// <summary>The known key that an unknown one is nearly; null for none.</summary>
    public static string? Meant(string key, params string[] known)
    {
        if (known.Contains(key)) return null;
        var given = Letters(key);
        return known.Where(candidate => IsNear(given, Letters(candidate))).MinBy(candidate => EditDistance.Between(given, Letters(candidate)));
    }

    private static bool IsNear(string given, string known)
    {
        var most = known.Length >= LongKey ? 2 : known.Length >= ShortKey ? 1 : 0;
        return Math.Abs(given.Length - known.Length) <= most && EditDistance.Between(given, known) <= most;
    }

    /// <summary>A key without what does not count: case, hyphens and underscores.</summary>
    private static string Letters(string key) =>
        key.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
}
