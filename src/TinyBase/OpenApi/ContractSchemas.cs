using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

using Microsoft.OpenApi;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>Schemas of the types that answers are written from, read from the same contracts that write them.</summary>
internal static class ContractSchemas
{
    private const string Prefix = "#/components/schemas/";

    private static readonly JsonSchemaExporterOptions Options = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Transform,
    };

    /// <summary>The schema of a type; other contracts in it are references to schemas that have the names of their types.</summary>
    public static OpenApiSchema Of(Type type) => (OpenApiSchema)Read(WireJson.Wire.GetTypeInfo(type)!.GetJsonSchemaAsNode(Options));

    /// <summary>The contract with a name; null if there is none.</summary>
    public static Type? Find(string name) =>
        typeof(ContractSchemas).Assembly.GetTypes().FirstOrDefault(type => type.Name == name && IsContract(type));

    /// <summary>Whether a type has a schema of its own among the components.</summary>
    public static bool IsContract(Type type) =>
        type.Assembly == typeof(ContractSchemas).Assembly && WireJson.Wire.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object };

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.Path.Length > 0 && IsContract(context.TypeInfo.Type))
        {
            var reference = Reference(context.TypeInfo.Type.Name);
            return IsNullable(schema) ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
        }

        if (context.PropertyInfo is not { } property) return schema;
        var written = property.AttributeProvider?.GetCustomAttributes(typeof(WrittenAsAttribute), inherit: false);
        if (written is [WrittenAsAttribute { Schema: var name }, ..]) return Reference(name);
        // Names tell more than types do: both are strings.
        var format = property.Name == "id" || property.Name.EndsWith("_id", StringComparison.Ordinal) ? "uuid"
            : property.Name.EndsWith("_at", StringComparison.Ordinal) ? "date-time"
            : null;
        if (format is not null) schema.AsObject()["format"] = format;
        return schema;
    }

    private static bool IsNullable(JsonNode schema) =>
        schema is JsonObject json && json["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null");

    private static JsonObject Reference(string name) => new() { ["$ref"] = Prefix + name };

    private static IOpenApiSchema Read(JsonNode node)
    {
        // Any value.
        if (node is not JsonObject json) return new OpenApiSchema();
        if (json["$ref"] is { } target) return new OpenApiSchemaReference(target.GetValue<string>()[Prefix.Length..]);
        if (json["anyOf"] is JsonArray choices) return new OpenApiSchema { AnyOf = [.. choices.Select(choice => Read(choice!))] };
        var properties = json["properties"]?.AsObject().ToDictionary(property => property.Key, property => Read(property.Value!));
        return new OpenApiSchema
        {
            Type = ReadType(json["type"]),
            Format = json["format"]?.GetValue<string>(),
            Items = json["items"] is { } items ? Read(items) : null,
            Properties = properties,
            // Answers have all of their properties.
            Required = properties?.Keys.ToHashSet(),
        };
    }

    private static JsonSchemaType? ReadType(JsonNode? type) => type switch
    {
        null => null,
        JsonArray several => several.Aggregate(default(JsonSchemaType), (all, one) => all | ReadType(one)!.Value),
        _ => Enum.Parse<JsonSchemaType>(type.GetValue<string>(), ignoreCase: true),
    };
}
