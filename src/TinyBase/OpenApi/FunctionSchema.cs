using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>
/// Brings the schema of a function into the document. A type that holds itself refers to places in its own schema, such as
/// <c>#/properties/left</c>: what it refers to becomes a component. No other component has a dot in its name.
/// </summary>
internal sealed class FunctionSchema
{
    private const string Reference = "$ref";
    private const string Components = "#/components/schemas/";

    private readonly string _name;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    private FunctionSchema(string name) => _name = name;

    /// <summary>The schema as a part of the document.</summary>
    /// <param name="name">What the names of its components begin with.</param>
    public static SchemaShape Of(JsonElement schema, string name)
    {
        var text = schema.GetRawText();
        try
        {
            return text.Contains("\"$ref\"", StringComparison.Ordinal)
                ? new FunctionSchema(name).Split(JsonNode.Parse(text)!)
                : new SchemaShape(Parse(text));
        }
        catch (Exception error) when (error is OpenApiException or JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            // A program may say anything of itself: the document is not to fail for all others.
            return new SchemaShape(new OpenApiSchema());
        }
    }

    private SchemaShape Split(JsonNode root)
    {
        var targets = new List<(string Pointer, JsonNode Node)>();
        foreach (var reference in References(root).ToList())
        {
            var pointer = reference[Reference]!.GetValue<string>();
            if (Resolve(root, pointer) is not { } target) return new SchemaShape(new OpenApiSchema());
            if (!_names.TryGetValue(pointer, out var known))
            {
                _names[pointer] = known = NewName(pointer);
                targets.Add((pointer, target));
            }

            reference[Reference] = Components + known;
        }

        var definitions = new Dictionary<string, OpenApiSchema>(StringComparer.Ordinal);
        // The inner ones first, so that the outer ones hold references to them.
        foreach (var (pointer, node) in targets.OrderByDescending(target => target.Pointer.Length))
        {
            definitions[_names[pointer]] = Parse(node.ToJsonString());
            if (node != root) node.ReplaceWith<JsonNode>(new JsonObject { [Reference] = Components + _names[pointer] });
        }

        return new SchemaShape(_names.TryGetValue("#", out var whole) ? new OpenApiSchemaReference(whole) : Parse(root.ToJsonString()))
        {
            Definitions = definitions,
        };
    }

    /// <summary><c>tree.Input.left</c> for <c>#/properties/left</c>.</summary>
    private string NewName(string pointer)
    {
        var parts = pointer.Split('/').Skip(1).Where(part => part != "properties").Select(Plain);
        var wanted = string.Join('.', parts.Prepend(_name));
        var name = wanted;
        for (var i = 2; _names.ContainsValue(name); i++) name = string.Create(CultureInfo.InvariantCulture, $"{wanted}.{i}");
        return name;
    }

    private static string Plain(string part) => string.Concat(part.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));

    private static IEnumerable<JsonObject> References(JsonNode? node) => node switch
    {
        JsonObject schema => (schema[Reference] is JsonValue value && value.TryGetValue<string>(out var target) && target.StartsWith('#') ? [schema] : Enumerable.Empty<JsonObject>())
            .Concat(schema.SelectMany(member => References(member.Value))),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Resolve(JsonNode? node, string pointer)
    {
        foreach (var part in pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            node = node switch
            {
                JsonObject members => members[part],
                JsonArray items when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < items.Count => items[i],
                _ => null,
            };
        }

        return node;
    }

    private static OpenApiSchema Parse(string text) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(text, OpenApiSpecVersion.OpenApi3_1, new OpenApiDocument(), out _, "json")!;
}
