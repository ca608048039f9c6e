using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

using TinyBase.Sdk.Binding;

namespace TinyBase.Sdk.Schemas;

/// <summary>Describes the input and the result of a function as JSON Schema.</summary>
internal static class FunctionSchemas
{
    private static readonly JsonSchemaExporterOptions Exporter = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = SchemaAnnotations.Add,
    };

    /// <summary>The schema of the input, which always is an object; null for none.</summary>
    public static JsonElement? Input(IReadOnlyList<InputParameter> parameters, bool isWhole)
    {
        if (parameters.Count == 0) return null;
        return ToElement(isWhole ? Describe(parameters[0].Parameter, parameters[0].Parameter.ParameterType) : OfNamed(parameters));
    }

    /// <summary>The schema of a result; null for none.</summary>
    public static JsonElement? Output(ParameterInfo returned, Type? type)
    {
        if (type is null) return null;
        var schema = Describe(returned, type);
        var info = new NullabilityInfoContext().Create(returned);
        var result = info.Type == type ? info : info.GenericTypeArguments.FirstOrDefault();
        if (!type.IsValueType && result?.ReadState == NullabilityState.Nullable) SchemaAnnotations.AllowNull(schema);
        return ToElement(schema);
    }

    private static JsonObject OfNamed(IReadOnlyList<InputParameter> parameters)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var parameter in parameters)
        {
            var schema = Describe(parameter.Parameter, parameter.Parameter.ParameterType, $"#/properties/{parameter.Name}");
            if (parameter.IsNullable) SchemaAnnotations.AllowNull(schema);
            if (parameter.Parameter.HasDefaultValue && SchemaDefaults.TryWrite(parameter.Default, parameter.Parameter.ParameterType, out var value))
            {
                schema["default"] = value;
            }

            properties[parameter.Name] = schema;
            if (parameter.IsRequired) required.Add(parameter.Name);
        }

        var whole = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0) whole["required"] = required;
        return whole;
    }

    /// <summary>The schema of a type with what a parameter says about it.</summary>
    private static JsonObject Describe(ParameterInfo parameter, Type type, string place = "#")
    {
        var schema = Export(type, place);
        SchemaAnnotations.AddDeclared(schema, parameter, type);
        if (parameter.GetCustomAttribute<DescriptionAttribute>() is { } description) schema["description"] = description.Description;
        return schema;
    }

    /// <summary>The schema of a type.</summary>
    /// <param name="place">Where it will lie, from which its references count.</param>
    public static JsonObject Export(Type type, string place)
    {
        try
        {
            // A schema that is true, for anything, becomes an empty one.
            var schema = SchemaDefaults.Exported.GetJsonSchemaAsNode(type, Exporter) as JsonObject ?? [];
            Move(schema, place);
            return schema;
        }
        catch (NotSupportedException error)
        {
            throw new UnsupportedFunctionException($"{type.Name} cannot be described as JSON: {error.Message}");
        }
    }

    /// <summary>References inside a schema count from its root, which may lie deeper.</summary>
    private static void Move(JsonNode? node, string to)
    {
        if (node is JsonObject members)
        {
            if (members["$ref"] is JsonValue reference && reference.TryGetValue<string>(out var target) && target.StartsWith('#'))
            {
                members["$ref"] = to + target[1..];
            }

            foreach (var (_, member) in members) Move(member, to);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items) Move(item, to);
        }
    }

    private static JsonElement ToElement(JsonObject schema) => JsonElement.Parse(schema.ToJsonString(FunctionJson.Output));
}
