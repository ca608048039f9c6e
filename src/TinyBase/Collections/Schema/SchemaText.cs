using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>How given values appear in the messages about schemas and options.</summary>
internal static class SchemaText
{
    private const int MaxShown = 60;

    /// <summary>A value for a message: text in single quotes, anything else as JSON, cut where it is long.</summary>
    public static string Show(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return "nothing";
            case JsonValueKind.Object:
                return "an object";
            case JsonValueKind.Array:
                return "an array";
            case JsonValueKind.String:
                return $"'{JsonText.Describe(JsonText.Content(value), MaxShown)}'";
            default:
                var json = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
                return json.Length <= MaxShown ? json : string.Concat(json.AsSpan(0, MaxShown), "…");
        }
    }

    /// <summary>The name of a property, for messages and comparison.</summary>
    public static string Name(JsonProperty property) =>
        JsonText.Describe(JsonMarshal.GetRawUtf8PropertyName(property), MaxShown);

    /// <summary>The text of a JSON string; null where the value is no string or not Unicode text.</summary>
    public static string? TryRead(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return FieldTypes.String.TryCoerce(value, new ValueArena(0), out var text, out _)
            ? Encoding.UTF8.GetString(text.Utf8.Span)
            : null;
    }
}
