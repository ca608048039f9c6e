using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>Writes the body of a create or an update: the data wrapped as <c>{"data": …}</c>.</summary>
internal static class RecordBody
{
    public static byte[] Wrap(object data, JsonTypeInfo type) => Write(data, type).WrittenSpan.ToArray();

    /// <summary>The same as a line of an import.</summary>
    public static ReadOnlyMemory<byte> WrapLine(object data, JsonTypeInfo type)
    {
        var buffer = Write(data, type);
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static ArrayBufferWriter<byte> Write(object data, JsonTypeInfo type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName("data");
            JsonSerializer.Serialize(json, data, type);
            json.WriteEndObject();
        }

        return buffer;
    }
}
