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

    /// <summary>
    /// What cannot be written as JSON again, wherever it stands: schemas and options are returned with all their keys. It
    /// comes first, as the framework throws when it searches an object with such a key.
    /// </summary>
    /// <returns>The place and the problem, or null where all is well.</returns>
    public static string? FindUnwritable(JsonElement value, string prefix)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var problem = JsonCompactor.TryCompact(raw, new byte[raw.Length], out _);
        return problem is null ? null : $"{prefix}{string.Join('.', problem.Path)}: {problem.Message}";
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
