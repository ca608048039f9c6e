using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

using TinyBase.Sdk.Validation;

namespace TinyBase.Sdk.Schemas;

/// <summary>Adds to a schema what attributes say: limits, patterns, formats, descriptions.</summary>
internal static class SchemaAnnotations
{
    private static readonly Dictionary<Type, string> IntegerFormats = new()
    {
        [typeof(int)] = "int32",
        [typeof(long)] = "int64",
    };

    /// <summary>What the exporter calls for each node.</summary>
    public static JsonNode Add(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema) return node;
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (IntegerFormats.TryGetValue(type, out var format)) schema["format"] = format;
        if (type.IsEnum && !schema.ContainsKey("type")) schema.Insert(0, "type", TextType(schema));
        AddDescription(schema, type);
        AddRequired(schema, context.TypeInfo.Options.GetTypeInfo(type));
        var place = string.Concat(context.Path.ToArray().Select(part => "/" + part));
        SchemaDefaults.AddHidden(schema, type, hidden => AddMember(FunctionSchemas.Export(hidden.PropertyType, $"#{place}/properties/{hidden.Name}"), hidden));
        return context.PropertyInfo is { } member ? AddMember(schema, member) : schema;
    }

    /// <summary>Adds what a parameter of the function itself says about its value.</summary>
    public static void AddDeclared(JsonObject schema, ParameterInfo parameter, Type type)
    {
        foreach (var attribute in MemberAttributes.Of(parameter)) AddRule(schema, attribute, type);
        AddElements(schema, parameter);
    }

    /// <summary>Lets null through besides what the schema describes.</summary>
    public static void AllowNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type && type.TryGetValue<string>(out var name)) schema["type"] = new JsonArray(name, "null");
        if (schema["enum"] is JsonArray values && !values.Any(value => value is null)) values.Add((JsonNode?)null);
    }

    private static JsonObject AddMember(JsonObject schema, JsonPropertyInfo member)
    {
        foreach (var attribute in MemberAttributes.Of(member)) AddRule(schema, attribute, member.PropertyType);
        AddElements(schema, member.AttributeProvider);
        AddDescription(schema, member.AttributeProvider, member.AssociatedParameter?.AttributeProvider);
        return schema;
    }

    private static void AddRule(JsonObject schema, Attribute attribute, Type type)
    {
        switch (attribute)
        {
            case RangeAttribute range: AddRange(schema, range); break;
            case StringLengthAttribute length: AddLength(schema, type, length.MinimumLength, length.MaximumLength); break;
            case LengthAttribute length: AddLength(schema, type, length.MinimumLength, length.MaximumLength); break;
            case MinLengthAttribute min: AddLength(schema, type, min.Length, int.MaxValue); break;
            case MaxLengthAttribute max: AddLength(schema, type, 0, max.Length < 0 ? int.MaxValue : max.Length); break;
            case RequiredAttribute { AllowEmptyStrings: false } when type == typeof(string): AddLength(schema, type, 1, int.MaxValue); break;
            case RegularExpressionAttribute pattern: schema["pattern"] = Anchored(pattern.Pattern); break;
            case EmailAddressAttribute: schema["format"] = "email"; break;
            case UrlAttribute: schema["format"] = "uri"; break;
            case Base64StringAttribute: schema["contentEncoding"] = "base64"; break;
            case DataTypeAttribute { DataType: DataType.Password }: schema["format"] = "password"; break;
            case AllowedValuesAttribute allowed: schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonValue.Create(value))]); break;
            default: break;
        }
    }

    private static void AddRange(JsonObject schema, RangeAttribute range)
    {
        // Bounds given as texts, for decimals and times, are converted by the first look at a value.
        if (range.OperandType != typeof(int) && range.OperandType != typeof(double) && range.OperandType != typeof(decimal)) return;
        range.IsValid(Activator.CreateInstance(range.OperandType));
        if (Number(range.Minimum) is { } minimum) schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = minimum;
        if (Number(range.Maximum) is { } maximum) schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = maximum;
    }

    private static JsonValue? Number(object bound) => bound switch
    {
        int whole => JsonValue.Create(whole),
        double real when double.IsFinite(real) => JsonValue.Create(real),
        decimal exact => JsonValue.Create(exact),
        _ => null,
    };

    private static void AddLength(JsonObject schema, Type type, int min, int max)
    {
        var (least, most) = type == typeof(string) ? ("minLength", "maxLength")
            : schema.ContainsKey("additionalProperties") ? ("minProperties", "maxProperties")
            : ("minItems", "maxItems");
        if (min > 0) schema[least] = min;
        if (max < int.MaxValue) schema[most] = max;
    }

    // The attribute holds the whole text to the pattern, a schema looks for it anywhere; and the attribute lets an empty text pass.
    private static string Anchored(string pattern) => $"^(?:{pattern})?$";

    private static void AddElements(JsonObject schema, object? declaration)
    {
        if ((schema["items"] ?? schema["additionalProperties"]) is JsonObject elements && ElementNullability.AllowsNull(declaration)) AllowNull(elements);
    }

    /// <summary>[Required] on a member that the type itself does not require.</summary>
    private static void AddRequired(JsonObject schema, JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || schema["properties"] is not JsonObject) return;
        var required = schema["required"] as JsonArray ?? [];
        var names = required.Select(name => name!.GetValue<string>()).ToHashSet();
        foreach (var member in type.Properties)
        {
            if (!names.Contains(member.Name) && MemberAttributes.Of(member).OfType<RequiredAttribute>().Any()) required.Add(member.Name);
        }

        if (required is { Count: > 0, Parent: null }) schema["required"] = required;
    }

    private static void AddDescription(JsonObject schema, params ReadOnlySpan<ICustomAttributeProvider?> providers)
    {
        foreach (var provider in providers)
        {
            if (MemberAttributes.Of(provider).OfType<DescriptionAttribute>().FirstOrDefault() is { } description)
            {
                schema["description"] = description.Description;
            }
        }
    }

    private static JsonNode TextType(JsonObject schema) =>
        schema["enum"] is JsonArray values && values.Any(value => value is null) ? new JsonArray("string", "null") : JsonValue.Create("string");
}
