using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

using TinyBase.Collections.Schema;
using TinyBase.Hosting;

namespace TinyBase.Collections;

/// <summary>Reads what a request says of label, schema and options.</summary>
internal static class CollectionRequest
{
    public const int MaxLabel = 200;

    private static readonly JsonElement NoOptions = JsonElement.Parse("{}"u8);

    /// <summary>Everything that a new collection needs.</summary>
    /// <returns>What is wanted, or null if <paramref name="fields"/> has errors now or there is a <paramref name="refusal"/>.</returns>
    public static CollectionChange? Whole(BodyFields fields, out string? refusal)
    {
        if (Misspelt(fields, out refusal)) return null;
        var label = fields.Text("label", 1, MaxLabel);
        var schema = fields.Object("schema");
        var options = fields.OptionalObject("options") ?? NoOptions;
        if (fields.Errors.Count > 0 || Parse(label, schema, options, out refusal) is not { } change) return null;
        refusal = Check(change);
        return refusal is null ? change : null;
    }

    /// <summary>What an existing collection is to change.</summary>
    /// <returns>What is wanted, or null if <paramref name="fields"/> has errors now or there is a <paramref name="refusal"/>.</returns>
    public static CollectionChange? Partial(BodyFields fields, out string? refusal)
    {
        if (Misspelt(fields, out refusal)) return null;
        var label = fields.OptionalText("label", 1, MaxLabel);
        var schema = fields.OptionalObject("schema");
        var options = fields.OptionalObject("options");
        var purge = fields.OptionalBoolean("purge_removed") ?? false;
        return fields.Errors.Count > 0 ? null : Parse(label, schema, options, out refusal) is { } change ? change with { PurgeRemoved = purge } : null;
    }

    /// <summary>Whether a key of the body is misspelt. It comes before all that may be missing because of it.</summary>
    private static bool Misspelt(BodyFields fields, [NotNullWhen(true)] out string? refusal)
    {
        var error = MisspeltKeys.InBody(fields.Body);
        refusal = error is null ? null : "Invalid collection: " + error;
        return error is not null;
    }

    /// <summary>The schema as it is kept: without what only says how to get there.</summary>
    private static JsonElement? Stored(JsonElement? given, CollectionSchema? parsed)
    {
        if (given is not { } schema || !parsed!.Fields.Any(field => field.RenamedFrom is not null)) return given?.Clone();
        var copy = JsonObject.Create(schema.Clone())!;
        foreach (var field in copy["fields"]!.AsArray()) field!.AsObject().Remove("renamed_from");
        return JsonElement.Parse(copy.ToJsonString());
    }

    /// <summary>What is wrong with a collection that is all new.</summary>
    private static string? Check(CollectionChange change)
    {
        foreach (var field in change.Parsed!.Fields)
        {
            if (field.RenamedFrom is { } former) return $"Invalid schema: field '{field.Name}' cannot be renamed from '{former}': the collection is new";
        }

        return CollectionIndex.TryResolve(string.Empty, change.Parsed, change.ParsedOptions!, out _, out var error)
            ? null
            : "Invalid options: " + error;
    }

    private static CollectionChange? Parse(string? label, JsonElement? schema, JsonElement? options, out string? refusal)
    {
        CollectionOptions? parsedOptions = null;
        refusal = ReadSchema(schema, out var parsed) ?? ReadOptions(options, out parsedOptions);
        return refusal is null ? new CollectionChange(label, Stored(schema, parsed), parsed, options?.Clone(), parsedOptions) : null;
    }

    private static string? ReadSchema(JsonElement? schema, out CollectionSchema? parsed)
    {
        parsed = null;
        if (schema is not { } given) return null;
        var error = MisspeltKeys.InSchema(given);
        return error is null && CollectionSchema.TryParse(given, out parsed, out error) ? null : "Invalid schema: " + error;
    }

    private static string? ReadOptions(JsonElement? options, out CollectionOptions? parsed)
    {
        parsed = null;
        if (options is not { } given) return null;
        var error = MisspeltKeys.InOptions(given);
        return error is null && CollectionOptions.TryParse(given, out parsed, out error) ? null : "Invalid options: " + error;
    }
}
