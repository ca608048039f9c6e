using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TinyBase.Hosting;

/// <summary>Reads JSON that a client sent: UTF-8, no key twice in an object, at most 64 levels. What is wrong has its position.</summary>
internal static class StrictJson
{
    /// <summary>How deep JSON may nest; a nesting beyond it is refused while it is read.</summary>
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}"u8);

    /// <summary>Reads a value.</summary>
    /// <param name="json">The bytes; the document is valid as long as they are.</param>
    /// <param name="firstLine">The number of their first line in what the client sent.</param>
    /// <param name="document">The value; null if there is a problem.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static ValidationError? TryParse(ReadOnlyMemory<byte> json, long firstLine, out JsonDocument? document)
    {
        document = null;
        if (!Utf8.IsValid(json.Span)) return NotUtf8(json.Span);
        try
        {
            document = JsonDocument.Parse(json, Strict);
            return null;
        }
        catch (JsonException error) when (error.LineNumber is null && PlaceOfDuplicate(json.Span) is { } place)
        {
            return Broken(Encoding.UTF8.GetCharCount(json.Span[..place]), $"this object has a member of the same name {At(json.Span, place, firstLine)}");
        }
        catch (JsonException error)
        {
            return Invalid(json.Span, firstLine, error);
        }
        catch (InvalidOperationException)
        {
            return Broken(0, "a property name holds half of a surrogate pair");
        }
    }

    private static ValidationError NotUtf8(ReadOnlySpan<byte> json)
    {
        OperationStatus status;
        Span<char> scratch = stackalloc char[256];
        var position = 0;
        do
        {
            status = Utf8.ToUtf16(json[position..], scratch, out var read, out _, replaceInvalidSequences: false);
            position += read;
        }
        while (status == OperationStatus.DestinationTooSmall);
        return Broken(position, $"the bytes at {position} are not UTF-8");
    }

    private static ValidationError Invalid(ReadOnlySpan<byte> json, long firstLine, JsonException error)
    {
        var line = error.LineNumber ?? 0;
        var column = error.BytePositionInLine ?? 0;
        var start = 0;
        for (var i = 0L; i < line; i++) start += json[start..].IndexOf((byte)'\n') + 1;
        var offset = (int)Math.Min(start + column, json.Length);
        var text = error.Message;
        var cut = text.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (cut < 0) cut = text.IndexOf(" Path:", StringComparison.Ordinal);
        if (cut >= 0) text = text[..cut];
        return Broken(Encoding.UTF8.GetCharCount(json[..offset]), $"{text} (line {firstLine + line}, column {column + 1})");
    }

    /// <summary>Where the second of two members of one name begins, which the reader of documents does not tell; null if nowhere.</summary>
    private static int? PlaceOfDuplicate(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) names.Push(new HashSet<string>(StringComparer.Ordinal));
            else if (reader.TokenType == JsonTokenType.EndObject) names.Pop();
            else if (reader.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(reader.GetString()!)) return (int)reader.TokenStartIndex;
        }

        return null;
    }

    private static string At(ReadOnlySpan<byte> json, int place, long firstLine)
    {
        var before = json[..place];
        return string.Create(
            CultureInfo.InvariantCulture, $"(line {firstLine + before.Count((byte)'\n')}, column {place - before.LastIndexOf((byte)'\n')})");
    }

    private static ValidationError Broken(int offset, string text) => new(
        "json_invalid",
        ["body", offset],
        "JSON decode error",
        EmptyObject,
        new Dictionary<string, object?> { ["error"] = text });
}
