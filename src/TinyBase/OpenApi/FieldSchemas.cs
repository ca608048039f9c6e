using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Microsoft.OpenApi;

using TinyBase.Collections.Schema;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>Where the value of a field stands.</summary>
internal enum FieldUse
{
    /// <summary>In an answer.</summary>
    Answer,

    /// <summary>In a request that makes a record.</summary>
    Create,

    /// <summary>In a request that changes one.</summary>
    Update,
}

/// <summary>
/// Schemas of fields. They describe what values are, not all that is taken for one: <c>"7"</c> is read as a number, but no client should
/// be made to send it.
/// </summary>
internal static class FieldSchemas
{
    /// <summary>The fields of a record.</summary>
    public static OpenApiSchema OfRecord(ImmutableArray<FieldDefinition> fields, FieldUse use)
    {
        var schema = Object(fields, use, field => use == FieldUse.Answer || (use == FieldUse.Create && field.MustBeGiven));
        if (use != FieldUse.Answer) return schema;
        foreach (var field in fields.Where(field => field is { Type.IsJson: true, MustBeGiven: false, HasDefault: false }))
        {
            AllowEmpty((OpenApiSchema)schema.Properties![field.Name]);
        }

        return schema;
    }

    /// <summary>A value of a field as JSON.</summary>
    public static JsonNode ToJson(FieldType type, in FieldValue value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) type.WriteJson(value, writer);
        return JsonNode.Parse(buffer.ToArray())!;
    }

    private static OpenApiSchema Object(ImmutableArray<FieldDefinition> fields, FieldUse use, Func<FieldDefinition, bool> isRequired) =>
        Schemas.Object([.. fields.Select(field => new BodyField(field.Name, Of(field, use), isRequired(field)))]);

    private static OpenApiSchema Of(FieldDefinition field, FieldUse use)
    {
        var schema = OfType(field.Type, use);
        var notes = new List<string>();
        if (field.Description is { Length: > 0 } text) notes.Add(text);
        foreach (var rule in field.Rules) Apply(rule, field.Type, schema, notes);
        if (field.Unique) notes.Add("No two records have the same value.");
        if (notes.Count > 0) schema.Description = string.Join("\n\n", notes);
        if (use == FieldUse.Create && field.Default is { } byDefault) schema.Default = ToJson(field.Type, byDefault);
        // Bodies have one example for all of their fields.
        if (use == FieldUse.Answer && FieldExamples.Of(field) is { } example) schema.Examples = [example];
        return field.Nullable ? schema.OrNull() : schema;
    }

    /// <summary>An absent list or dict is an empty one, whatever its rules demand of one that is given.</summary>
    private static void AllowEmpty(OpenApiSchema schema)
    {
        schema.MinItems = null;
        schema.MinProperties = null;
        schema.Required = null;
    }

    private static OpenApiSchema OfType(FieldType type, FieldUse use) => type switch
    {
        EnumType choice => Schemas.OneOf([.. choice.Values]),
        IntegerType => new() { Type = JsonSchemaType.Integer, Format = "int64" },
        FloatType => new() { Type = JsonSchemaType.Number, Format = "double" },
        BooleanType => Schemas.Boolean(),
        StringType => Schemas.Text(),
        DateType => Schemas.Text(format: "date"),
        DateTimeType => Schemas.Time(),
        EmailType => Schemas.Text(format: "email"),
        UrlType => Schemas.Text(format: "uri"),
        UuidType => Schemas.Id(),
        TypedListType list => Schemas.List(OfType(list.Items, use)),
        ItemListType list => Schemas.List(Of(list.Items, use)),
        ListType => Schemas.List(new OpenApiSchema()),
        ShapedDictType dict => Shaped(dict, use),
        DictType => Schemas.AnyObject(),
        _ => throw new InvalidOperationException($"Fields of the type '{type.Name}' have no schema."),
    };

    private static OpenApiSchema Shaped(ShapedDictType dict, FieldUse use)
    {
        // A dict is replaced whole, also in a change, and what is stored has its defaults filled in.
        var schema = Object(dict.Properties, use, property => property.MustBeGiven || (use == FieldUse.Answer && property.HasDefault));
        schema.AdditionalPropertiesAllowed = !dict.RefusesOthers;
        return schema;
    }

    private static void Apply(FieldRule rule, FieldType type, OpenApiSchema schema, List<string> notes)
    {
        var isObject = type is DictType or ShapedDictType;
        switch (rule)
        {
            case MinLengthRule { Limit: var limit } when isObject: schema.MinProperties = limit; break;
            case MaxLengthRule { Limit: var limit } when isObject: schema.MaxProperties = limit; break;
            case MinLengthRule { Limit: var limit } when type.IsJson: schema.MinItems = limit; break;
            case MaxLengthRule { Limit: var limit } when type.IsJson: schema.MaxItems = limit; break;
            case MinLengthRule { Limit: var limit }: schema.MinLength = limit; break;
            case MaxLengthRule { Limit: var limit }: schema.MaxLength = limit; break;
            case MinimumRule { Limit.Kind: ValueKind.Text } minimum: notes.Add($"Not before {Text(minimum.Limit)}."); break;
            case MaximumRule { Limit.Kind: ValueKind.Text } maximum: notes.Add($"Not after {Text(maximum.Limit)}."); break;
            case MinimumRule minimum: schema.Minimum = Number(minimum.Limit); break;
            case MaximumRule maximum: schema.Maximum = Number(maximum.Limit); break;
            case PatternRule { Pattern: var pattern } when PortablePattern.Is(pattern): schema.Pattern = pattern; break;
            case PatternRule { Pattern: var pattern }: notes.Add($"Matches the .NET regular expression `{pattern}`."); break;
            case EnumRule: break;
            default: throw new InvalidOperationException($"The rule {rule.GetType().Name} is in no schema.");
        }
    }

    private static string Text(in FieldValue limit) => Encoding.UTF8.GetString(limit.Utf8.Span);

    private static string Number(in FieldValue limit) =>
        limit.Kind == ValueKind.Integer ? limit.Integer.ToString(CultureInfo.InvariantCulture) : JsonValue.Create(limit.Real).ToJsonString();
}
