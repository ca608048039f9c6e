using System.Text;
using System.Text.Json;

namespace TinyBase.Server.Tests.Documentation;

/// <summary>Writes <c>docs/rest-api.md</c> from an API document.</summary>
internal sealed class ReferencePage(JsonElement document)
{
    private const string Head =
        """
        # The REST API

        <!-- Written from docs/openapi.json by ReferencePagesTests; edit the descriptions at the endpoints. -->

        A running server shows this, and the same for each of its collections, at `/docs`, and as OpenAPI 3.1 at `/openapi.json`: to
        everybody what they may use. [openapi.json](openapi.json) is what an admin of a server without collections gets.

        Every operation can also answer 500, 503 with `Retry-After` while the server is too busy, and 507 when the disk is full. Errors have
        a text in `detail`. A `?` after a field means that it can be absent.

        """;

    private readonly StringBuilder _page = new(Head);

    public string Write()
    {
        var operations = (from path in document.GetProperty("paths").EnumerateObject()
                          from operation in path.Value.EnumerateObject()
                          select (Path: path.Name, Method: operation.Name.ToUpperInvariant(), Operation: operation.Value)).ToList();
        foreach (var tag in operations.GroupBy(operation => operation.Operation.GetProperty("tags")[0].GetString()))
        {
            _page.Append(null, $"\n## {tag.Key}\n");
            foreach (var (path, method, operation) in tag) WriteOperation(path, method, operation);
        }

        _page.Append("\n## Schemas\n");
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            _page.Append(null, $"\n### {schema.Name}\n");
            WriteText(schema.Value);
            WriteProperties(schema.Value);
        }

        return _page.ToString();
    }

    private void WriteOperation(string path, string method, JsonElement operation)
    {
        _page.Append(null, $"\n### {Text(operation, "summary")}\n\n`{method} {path}` — for {Text(operation, "x-access")} — `{Text(operation, "operationId")}`\n");
        WriteText(operation);
        WriteParameters(operation);
        if (operation.TryGetProperty("requestBody", out var body))
        {
            var schema = Schema(body)!.Value;
            _page.Append(null, $"\nBody: {Type(schema)}\n");
            WriteProperties(schema);
        }

        _page.Append("\n| answer | meaning | body |\n| --- | --- | --- |\n");
        foreach (var answer in operation.GetProperty("responses").EnumerateObject().Where(answer => answer.Name != "default"))
        {
            var response = Resolve(answer.Value);
            _page.Append(null, $"| {answer.Name} | {Text(response, "description")} | {(Schema(response) is { } schema ? Type(schema) : "")} |\n");
        }
    }

    private void WriteParameters(JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out var parameters)) return;
        _page.Append("\n| parameter | in | type | |\n| --- | --- | --- | --- |\n");
        foreach (var parameter in parameters.EnumerateArray().Select(Resolve))
        {
            var schema = parameter.GetProperty("schema");
            _page.Append(null, $"| `{Text(parameter, "name")}` | {Text(parameter, "in")} | {Type(schema)} | {Notes(parameter, schema)} |\n");
        }
    }

    private void WriteProperties(JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties)) return;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        _page.Append("\n| field | type | |\n| --- | --- | --- |\n");
        foreach (var property in properties.EnumerateObject())
        {
            var mark = required.Contains(property.Name) ? "" : "?";
            _page.Append(null, $"| `{property.Name}`{mark} | {Type(property.Value)} | {Notes(property.Value, property.Value)} |\n");
        }
    }

    private void WriteText(JsonElement element)
    {
        if (Text(element, "description") is { Length: > 0 } text) _page.Append(null, $"\n{text}\n");
    }

    private static string Notes(JsonElement described, JsonElement schema)
    {
        var limits = string.Join(", ", from name in (string[])["minimum", "maximum", "minLength", "maxLength", "pattern", "default"]
                                       where schema.TryGetProperty(name, out _)
                                       select $"{name} `{schema.GetProperty(name)}`");
        return string.Join(" ", new[] { Text(described, "description"), limits }.Where(part => part.Length > 0)).Replace('\n', ' ');
    }

    private static string Type(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            return $"[{name}](#{name.ToLowerInvariant()})";
        }

        if (schema.TryGetProperty("enum", out var values)) return string.Join(", ", values.EnumerateArray().Select(value => $"`{value}`"));
        if (schema.TryGetProperty("anyOf", out var choices)) return string.Join(" or ", choices.EnumerateArray().Select(Type));
        if (!schema.TryGetProperty("type", out var type)) return "any";
        var words = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(word => word.GetString()!).Order().Reverse() : [type.GetString()!];
        var text = string.Join(" or ", words);
        if (schema.TryGetProperty("items", out var items)) text += $" of {Type(items)}";
        return schema.TryGetProperty("format", out var format) ? $"{text} ({format})" : text;
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString()! : "";

    private static JsonElement? Schema(JsonElement holder) =>
        holder.TryGetProperty("content", out var content) ? content.EnumerateObject().First().Value.GetProperty("schema") : null;

    private JsonElement Resolve(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference)
            ? reference.GetString()!.Split('/')[1..].Aggregate(document, (place, part) => place.GetProperty(part))
            : element;
}
