using System.Buffers;
using System.Text.Json;

using TinyBase.Collections.Schema;
using TinyBase.Hosting;

namespace TinyBase.Collections;

/// <summary>A field that changes its type: each value is read as if a client had sent it for the new one.</summary>
/// <param name="From">The field as it was, under the name that it has now.</param>
/// <param name="To">The field as it will be.</param>
/// <param name="Column">The column that keeps the old values.</param>
internal sealed record FieldConversion(FieldDefinition From, FieldDefinition To, string Column)
{
    /// <summary>Whether values of one type have to be looked at to become those of another.</summary>
    public static bool IsNeeded(FieldType from, FieldType to) =>
        from.Name != to.Name && !(from is StringType && to is StringType);

    /// <summary>The value under the new type; false if there is none.</summary>
    public bool TryConvert(in FieldValue old, out FieldValue value)
    {
        // A number or a boolean is text in the letters in which clients know it.
        var isText = To.Type.Column == ColumnType.Text && !To.Type.IsJson && From.Type.Column != ColumnType.Text;
        var json = Json(old);
        ReadOnlyMemory<byte> given = isText ? (byte[])[(byte)'"', .. json.Span, (byte)'"'] : json;
        using var document = JsonDocument.Parse(given, new JsonDocumentOptions { MaxDepth = 128 });
        return To.Type.TryCoerce(document.RootElement, new ValueArena(0), out value, out _);
    }

    private ReadOnlyMemory<byte> Json(in FieldValue old)
    {
        if (old.Kind == ValueKind.Real)
        {
            using var number = new JsonBuffer();
            number.Number(old.Real);
            return number.Written.ToArray();
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json)) From.Type.WriteJson(old, writer);
        return json.WrittenMemory;
    }
}
