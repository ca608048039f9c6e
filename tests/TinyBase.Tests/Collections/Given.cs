using System.Text;
using System.Text.Json;
using Shouldly;
using TinyBase.Collections.Schema;

namespace TinyBase.Tests.Collections;

/// <summary>What the tests of this folder start from.</summary>
internal static class Given
{
    public static readonly RecordOrigin Wrapped = new(["body", "data"], RefuseUnknown: false);

    public static readonly RecordOrigin Flat = new(["body"], RefuseUnknown: true);

    public static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>A schema of the given fields, written as JSON objects.</summary>
    public static CollectionSchema Schema(params string[] fields)
    {
        var parsed = CollectionSchema.TryParse(Json($$"""{"fields": [{{string.Join(',', fields)}}]}"""), out var schema, out var error);
        parsed.ShouldBeTrue(error);
        return schema!;
    }

    /// <summary>What a stored value looks like on the wire.</summary>
    public static string Text(FieldType type, FieldValue value)
    {
        if (value.IsNull)
        {
            return "null";
        }

        if (type is StringType)
        {
            return JsonSerializer.Serialize(Encoding.UTF8.GetString(value.Utf8.Span));
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            type.WriteJson(value, writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
