using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TinyBase;

/// <summary>The fields of a record in an event. They become an object only when a hook looks at them.</summary>
[JsonConverter(typeof(RecordContentConverter))]
internal sealed class RecordContent
{
    private readonly ReadOnlyMemory<byte> _json;
    private JsonObject? _fields;

    public RecordContent(JsonObject fields) => _fields = fields;

    /// <param name="json">The fields as UTF-8 JSON, in memory of its own: a hook that was given up may still look at it.</param>
    public RecordContent(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>Whether a hook has looked at the fields, and so may have changed them.</summary>
    public bool IsRead => _fields is not null;

    public JsonObject Fields => _fields ??= JsonNode.Parse(_json.Span)!.AsObject();

    public static RecordContent Empty() => new("{}"u8.ToArray());

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
