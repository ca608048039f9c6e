using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>
/// Copies an offending value into an error. What cannot be written as JSON again is replaced by U+FFFD, and a large value is
/// left out, so that an error is never much larger than the request.
/// </summary>
internal static class InputEcho
{
    private const int MaxBytes = 1024;
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = MaxBytes };
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A copy of a value; null where it is too large.</summary>
    public static JsonElement? Of(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? null : Of(JsonMarshal.GetRawUtf8Value(value));

    /// <summary>A copy of a stored value; null where it is too large.</summary>
    public static JsonElement? Of(FieldType type, in FieldValue value)
    {
        if (value.Utf8.Length > MaxBytes)
        {
            return null;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Unescaped))
        {
            if (value.IsNull)
            {
                writer.WriteNullValue();
            }
            else
            {
                type.WriteJson(value, writer);
            }
        }

        return Of(json.WrittenSpan);
    }

    /// <summary>A copy of a value in JSON; null where it is too large.</summary>
    public static JsonElement? Of(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > MaxBytes)
        {
            return null;
        }

        using var document = JsonDocument.Parse(JsonCompactor.Repair(raw), AnyDepth);
        return document.RootElement.Clone();
    }
}
