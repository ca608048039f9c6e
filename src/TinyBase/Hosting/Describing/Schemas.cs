using System.Globalization;
using System.Text.Json.Nodes;

using Microsoft.OpenApi;

namespace TinyBase.Hosting.Describing;

/// <summary>Makes schemas (JSON Schema 2020-12, as in OpenAPI 3.1).</summary>
internal static class Schemas
{
    public static OpenApiSchema Text(
        int min = 0, int max = int.MaxValue, string? format = null, string? text = null, string? example = null) => new()
    {
        Type = JsonSchemaType.String,
        MinLength = min > 0 ? min : null,
        MaxLength = max < int.MaxValue ? max : null,
        Format = format,
        Description = text,
        Examples = example is null ? null : [JsonValue.Create(example)],
    };

    public static OpenApiSchema Integer(long? min = null, long? max = null, string? text = null, long? absent = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = min?.ToString(CultureInfo.InvariantCulture),
        Maximum = max?.ToString(CultureInfo.InvariantCulture),
        Description = text,
        Default = absent is { } value ? JsonValue.Create(value) : null,
    };

    public static OpenApiSchema Boolean(string? text = null, bool? absent = null) => new()
    {
        Type = JsonSchemaType.Boolean,
        Description = text,
        Default = absent is { } value ? JsonValue.Create(value) : null,
    };

    public static OpenApiSchema Id(string? text = null) => Text(format: "uuid", text: text);

    public static OpenApiSchema Time(string? text = null) => Text(format: "date-time", text: text);

    public static OpenApiSchema List(IOpenApiSchema items, string? text = null) =>
        new() { Type = JsonSchemaType.Array, Items = items, Description = text };

    /// <summary>An object of any content.</summary>
    public static OpenApiSchema AnyObject(string? text = null) => new() { Type = JsonSchemaType.Object, Description = text };

    public static OpenApiSchema OneOf(params string[] words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => JsonValue.Create(word))] };

    public static OpenApiSchema Object(params ReadOnlySpan<BodyField> fields)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
        };
        foreach (var field in fields)
        {
            schema.Properties[field.Name] = field.Schema;
            if (field.IsRequired) schema.Required.Add(field.Name);
        }

        if (schema.Required.Count == 0) schema.Required = null;
        return schema;
    }

    /// <summary>The same schema with null as one more value.</summary>
    public static OpenApiSchema OrNull(this OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        schema.Enum?.Add(JsonNullSentinel.JsonNull);
        return schema;
    }
}
