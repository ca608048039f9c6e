using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>What the content of a JSON string is turned into.</summary>
internal enum TextForm
{
    /// <summary>Text without escapes.</summary>
    Plain,

    /// <summary>The content of a JSON string with as few escapes as JSON allows.</summary>
    Json,

    /// <summary>As <see cref="Json"/>, with U+FFFD in place of each lone surrogate.</summary>
    JsonReplacing,
}

/// <summary>
/// Reads the strings of a JSON document from their raw bytes. <see cref="JsonElement.GetString"/> would allocate, and throws
/// where a string holds half of a surrogate pair.
/// </summary>
internal static class JsonText
{
    /// <summary>The bytes between the quotes of a JSON string, escapes and all.</summary>
    public static ReadOnlySpan<byte> Content(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    /// <summary>Resolves the escapes of a string's content.</summary>
    /// <param name="raw">The content, syntactically valid JSON. Raw bytes are copied; whether they are UTF-8 is not checked.</param>
    /// <param name="destination">At least as long as <paramref name="raw"/>: no form is longer than what it came from.</param>
    /// <param name="form">What to write.</param>
    /// <param name="written">The number of bytes written.</param>
    /// <returns>False where a lone surrogate was met.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> raw, Span<byte> destination, TextForm form, out int written)
    {
        written = 0;
        for (var escape = raw.IndexOf((byte)'\\'); escape >= 0; escape = raw.IndexOf((byte)'\\'))
        {
            raw[..escape].CopyTo(destination[written..]);
            written += escape;
            var rune = ReadEscape(raw[escape..], out var consumed);
            if (rune is null && form != TextForm.JsonReplacing)
            {
                return false;
            }

            written += Write(rune ?? Rune.ReplacementChar, destination[written..], form);
            raw = raw[(escape + consumed)..];
        }

        raw.CopyTo(destination[written..]);
        written += raw.Length;
        return true;
    }

    /// <summary>The text of a string's content as UTF-8 without escapes, or nothing where it is not text at all.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
        {
            return raw;
        }

        var text = new byte[raw.Length];
        return TryDecode(raw, text, TextForm.Plain, out var written) ? text.AsSpan(0, written) : default;
    }

    /// <summary>A JSON string, or null where it is empty or holds half of a surrogate pair.</summary>
    public static string? Read(JsonElement text) =>
        Unescape(Content(text)) is { IsEmpty: false } utf8 ? Encoding.UTF8.GetString(utf8) : null;

    /// <summary>The text of a string's content for people to read: what is not Unicode is replaced.</summary>
    public static string Describe(ReadOnlySpan<byte> raw, int maxCharacters)
    {
        var json = new byte[raw.Length + 2];
        _ = TryDecode(raw, json.AsSpan(1), TextForm.JsonReplacing, out var written);
        json[0] = json[written + 1] = (byte)'"';
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json, 0, written + 2)));
        reader.Read();
        var text = reader.GetString()!;
        if (text.Length <= maxCharacters)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[maxCharacters - 1]) ? maxCharacters - 1 : maxCharacters;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>The code point of an escape; null for half of a surrogate pair.</summary>
    private static Rune? ReadEscape(ReadOnlySpan<byte> raw, out int consumed)
    {
        consumed = 2;
        switch (raw[1])
        {
            case (byte)'b': return new Rune('\b');
            case (byte)'f': return new Rune('\f');
            case (byte)'n': return new Rune('\n');
            case (byte)'r': return new Rune('\r');
            case (byte)'t': return new Rune('\t');
            case (byte)'u': break;
            default: return new Rune((char)raw[1]);
        }

        consumed = 6;
        var unit = CodeUnit(raw);
        if (Rune.TryCreate(unit, out var rune))
        {
            return rune;
        }

        if (raw.Length >= 12 && raw[6] == '\\' && raw[7] == 'u' && Rune.TryCreate(unit, CodeUnit(raw[6..]), out rune))
        {
            consumed = 12;
            return rune;
        }

        return null;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape)
    {
        var parsed = ushort.TryParse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit);
        Debug.Assert(parsed, "The reader of the document has checked the escape.");
        return (char)unit;
    }

    private static int Write(Rune rune, Span<byte> destination, TextForm form)
    {
        if (form == TextForm.Plain || (rune.Value >= 0x20 && rune.Value != '"' && rune.Value != '\\'))
        {
            return rune.EncodeToUtf8(destination);
        }

        var letter = rune.Value switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 'u',
        };
        destination[0] = (byte)'\\';
        destination[1] = (byte)letter;
        if (letter != 'u')
        {
            return 2;
        }

        rune.Value.TryFormat(destination[2..], out var digits, "x4", CultureInfo.InvariantCulture);
        return 2 + digits;
    }
}
