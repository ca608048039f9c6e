using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using TinyBase.Sdk.Binding;

namespace TinyBase;

/// <summary>The fields of a record in an event. They become an object only when a hook asks for one, as it may change that.</summary>
[JsonConverter(typeof(RecordContentConverter))]
internal sealed class RecordContent
{
    private readonly ReadOnlyMemory<byte> _json;
    private JsonObject? _fields;

    public RecordContent(JsonObject fields) => _fields = fields;

    /// <param name="json">The fields as UTF-8 JSON, in memory of its own: a hook that was given up may still look at it.</param>
    public RecordContent(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>Whether a hook has been given the fields as an object, and so may have changed them.</summary>
    public bool IsRead => _fields is not null;

    public JsonObject Fields => _fields ??= JsonNode.Parse(_json.Span)!.AsObject();

    /// <summary>The names of the fields.</summary>
    public IEnumerable<string> Names => Fields.Select(each => each.Key);

    public static RecordContent Empty() => new("{}"u8.ToArray());

    /// <summary>The value of a field; a single one is read where it stands.</summary>
    /// <returns>False if there is no such field.</returns>
    /// <exception cref="JsonException">The value is not of that type.</exception>
    /// <exception cref="NotSupportedException">Likewise.</exception>
    public bool TryGet<T>(string field, out T? value, out bool isNull)
    {
        if (_fields is { } fields)
        {
            var found = fields.TryGetPropertyValue(field, out var node);
            isNull = node is null;
            value = isNull ? default : node.Deserialize<T>(FunctionJson.Output);
            return found;
        }

        var reader = new Utf8JsonReader(_json.Span);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName; reader.Skip())
        {
            var isIt = reader.ValueTextEquals(field);
            reader.Read();
            if (!isIt) continue;
            isNull = reader.TokenType == JsonTokenType.Null;
            value = isNull ? default : JsonSerializer.Deserialize<T>(ref reader, FunctionJson.Output);
            return true;
        }

        (value, isNull) = (default, false);
        return false;
    }

    /// <summary>The value of a field that is there, as JSON.</summary>
    public string Text(string field) => Fields[field]?.ToJsonString() ?? "null";

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_fields is not null) _fields.WriteTo(writer);
        // The server's own text, which is valid.
        else writer.WriteRawValue(_json.Span, skipInputValidation: true);
    }
}

/// <summary>Reads and writes the fields of records.</summary>
internal sealed class RecordContentConverter : JsonConverter<RecordContent>
{
    public override RecordContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        return new RecordContent(JsonObject.Create(element) ?? throw new JsonException("The fields of a record are an object."));
    }

    public override void Write(Utf8JsonWriter writer, RecordContent value, JsonSerializerOptions options) => value.WriteTo(writer);
}
