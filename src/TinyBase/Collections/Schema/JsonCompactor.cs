using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

using TinyBase.Hosting;

namespace TinyBase.Collections.Schema;

/// <summary>
/// Writes JSON without blanks and needless escapes, with keys in their order and numbers as they were written, and refuses
/// what could not be read back: lone surrogates, broken UTF-8, and numbers beyond the range of a double.
/// </summary>
internal static class JsonCompactor
{
    /// <summary>The problem of a value that is nested deeper than readers of JSON commonly accept.</summary>
    private static readonly FieldProblem TooDeep = new("value_error", "Value error, nested deeper than 64 levels");

    private const int MaxDepth = 64;
    private const int LongestUnsuspiciousNumber = 300;
    private static readonly JsonReaderOptions ReaderOptions = new()
    {
        MaxDepth = int.MaxValue,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Compacts a JSON value.</summary>
    /// <param name="raw">The value, syntactically valid JSON.</param>
    /// <param name="destination">At least as long as <paramref name="raw"/>; the result is never longer.</param>
    /// <param name="written">The number of bytes written.</param>
    /// <returns>The first problem, with its path; null where there is none.</returns>
    public static FieldProblem? TryCompact(ReadOnlySpan<byte> raw, Span<byte> destination, out int written)
    {
        written = 0;
        if (!Utf8.IsValid(raw))
        {
            return StringType.NotUnicode;
        }

        var reader = new Utf8JsonReader(raw, ReaderOptions);
        var problem = Write(ref reader, destination, TextForm.Json, out written);
        return problem is null ? null : Locate(problem, raw, reader.TokenStartIndex);
    }

    /// <summary>Compacts a JSON value of any content; what is not Unicode becomes U+FFFD.</summary>
    public static byte[] Repair(ReadOnlySpan<byte> raw)
    {
        if (!Utf8.IsValid(raw))
        {
            raw = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(raw));
        }

        var json = new byte[raw.Length];
        var reader = new Utf8JsonReader(raw, ReaderOptions);
        _ = Write(ref reader, json, TextForm.JsonReplacing, out var written);
        return json[..written];
    }

    /// <summary>The number of items or keys of a JSON array or object.</summary>
    public static int Count(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        var count = 0;
        while (reader.Read() && reader.CurrentDepth > 0)
        {
            count += isArray || reader.TokenType == JsonTokenType.PropertyName ? 1 : 0;
            reader.Skip();
        }

        return count;
    }

    private static FieldProblem? Write(ref Utf8JsonReader reader, Span<byte> destination, TextForm form, out int written)
    {
        written = 0;
        var separate = false;
        while (reader.Read())
        {
            var token = reader.TokenType;
            var isEnd = token is JsonTokenType.EndArray or JsonTokenType.EndObject;
            if (separate && !isEnd)
            {
                destination[written++] = (byte)',';
            }

            var problem = form == TextForm.Json ? Check(in reader, token) : null;
            if (problem is not null || !TryWriteToken(in reader, token, destination, form, ref written))
            {
                return problem ?? StringType.NotUnicode;
            }

            separate = isEnd || token is not (JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.PropertyName);
        }

        return null;
    }

    private static bool TryWriteToken(
        in Utf8JsonReader reader, JsonTokenType token, Span<byte> destination, TextForm form, ref int written)
    {
        if (token is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            reader.ValueSpan.CopyTo(destination[written..]);
            written += reader.ValueSpan.Length;
            return true;
        }

        destination[written++] = (byte)'"';
        if (!JsonText.TryDecode(reader.ValueSpan, destination[written..], form, out var length))
        {
            return false;
        }

        written += length;
        destination[written++] = (byte)'"';
        if (token == JsonTokenType.PropertyName)
        {
            destination[written++] = (byte)':';
        }

        return true;
    }

    private static FieldProblem? Check(in Utf8JsonReader reader, JsonTokenType token)
    {
        if (reader.CurrentDepth >= MaxDepth)
        {
            return TooDeep;
        }

        return token == JsonTokenType.Number && !IsFinite(reader.ValueSpan) ? FloatType.NotFinite : null;
    }

    private static bool IsFinite(ReadOnlySpan<byte> number) =>
        (number.Length < LongestUnsuspiciousNumber && !number.ContainsAny((byte)'e', (byte)'E'))
        || (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real));

    /// <summary>Adds the way to the token at an offset, which is known to be a key or a value inside <paramref name="raw"/>.</summary>
    private static FieldProblem Locate(FieldProblem problem, ReadOnlySpan<byte> raw, long offset)
    {
        var path = new List<object>();
        var reader = new Utf8JsonReader(raw, ReaderOptions);
        while (reader.Read())
        {
            var token = reader.TokenType;
            if (token == JsonTokenType.PropertyName)
            {
                path[^1] = JsonText.Describe(reader.ValueSpan, ValidationError.MaxNameLength);
            }
            else if (token is not (JsonTokenType.EndArray or JsonTokenType.EndObject) && path is [.., int index])
            {
                path[^1] = index + 1;
            }

            if (reader.TokenStartIndex == offset)
            {
                break;
            }

            if (token is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                path.Add(token == JsonTokenType.StartArray ? -1 : string.Empty);
            }
            else if (token is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                path.RemoveAt(path.Count - 1);
            }
        }

        var start = (int)reader.TokenStartIndex;
        JsonElement? input = reader.TokenType switch
        {
            JsonTokenType.String or JsonTokenType.PropertyName => InputEcho.Of(raw.Slice(start, reader.ValueSpan.Length + 2)),
            JsonTokenType.Number => InputEcho.Of(reader.ValueSpan),
            _ => null,
        };
        return problem with { Path = [.. path], Input = input };
    }
}
