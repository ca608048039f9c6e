using System.Text.Json;

using TinyBase.Collections.Schema;
using TinyBase.Hosting;

namespace TinyBase.Collections;

/// <summary>Reads what a request says of label, schema and options.</summary>
internal static class CollectionRequest
{
    private const int MaxLabel = 200;

    private static readonly JsonElement NoOptions = JsonElement.Parse("{}"u8);

    /// <summary>Everything that a new collection needs.</summary>
    /// <returns>What is wanted, or null if <paramref name="fields"/> has errors now or there is a <paramref name="refusal"/>.</returns>
    public static CollectionChange? Whole(BodyFields fields, out string? refusal)
    {
        var label = fields.Text("label", 1, MaxLabel);
        var schema = fields.Object("schema");
        var options = fields.OptionalObject("options") ?? NoOptions;
        refusal = null;
        return fields.Errors.Count > 0 ? null : Parse(label, schema, options, out refusal);
    }

    /// <summary>What an existing collection is to change.</summary>
    /// <returns>What is wanted, or null if <paramref name="fields"/> has errors now or there is a <paramref name="refusal"/>.</returns>
    public static CollectionChange? Partial(BodyFields fields, out string? refusal)
    {
        var label = fields.OptionalText("label", 1, MaxLabel);
        var schema = fields.OptionalObject("schema");
        var options = fields.OptionalObject("options");
        refusal = null;
        return fields.Errors.Count > 0 ? null : Parse(label, schema, options, out refusal);
    }

    private static CollectionChange? Parse(string? label, JsonElement? schema, JsonElement? options, out string? refusal)
    {
        CollectionSchema? parsed = null;
        CollectionOptions? parsedOptions = null;
        if (schema is { } given && !CollectionSchema.TryParse(given, out parsed, out refusal))
        {
            refusal = "Invalid schema: " + refusal;
            return null;
        }

        if (options is { } chosen && !CollectionOptions.TryParse(chosen, out parsedOptions, out refusal))
        {
            refusal = "Invalid options: " + refusal;
            return null;
        }

        refusal = null;
        return new CollectionChange(label, schema?.Clone(), parsed, options?.Clone(), parsedOptions);
    }
}
