using System.Text;
using System.Text.Unicode;

namespace TinyBase.Configuration.Toml;

/// <summary>Reads TOML 1.0.0 documents. Every key and value of the result knows its place.</summary>
internal static class TomlDocument
{
    /// <summary>How deep tables and arrays may nest, so that no document can exhaust the stack.</summary>
    public const int MaxDepth = 100;

    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Reads a document from its bytes.</summary>
    /// <param name="utf8">The document in UTF-8, with or without a byte order mark.</param>
    /// <param name="path">How errors name the document.</param>
    /// <exception cref="TomlException">The bytes are not UTF-8, or the text is not TOML.</exception>
    public static TomlTable Parse(ReadOnlySpan<byte> utf8, string path)
    {
        if (!Utf8.IsValid(utf8))
            throw new TomlException(path, FirstInvalidByte(utf8), "expected UTF-8, found a byte that is not");
        return Parse(Encoding.UTF8.GetString(utf8), path);
    }

    /// <summary>Reads a document from its text.</summary>
    /// <param name="text">The document.</param>
    /// <param name="path">How errors name the document.</param>
    /// <exception cref="TomlException">The text is not TOML.</exception>
    public static TomlTable Parse(string text, string path)
    {
        if (text.StartsWith(ByteOrderMark))
            text = text[1..];
        RefuseForbiddenCharacters(text, path);
        return new TomlParser(new TomlCursor(text, path)).Document();
    }

    private static TomlPosition FirstInvalidByte(ReadOnlySpan<byte> utf8)
    {
        var position = TomlPosition.Start;
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            position = rune.Value == '\n' ? position.After('\n') : position.After(' ');
            utf8 = utf8[length..];
        }
        return position;
    }

    // TOML allows these nowhere, not even in a comment; checked once, so that no rule below has to think of them.
    private static void RefuseForbiddenCharacters(string text, string path)
    {
        var position = TomlPosition.Start;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (unit == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                position = position.After(text[++i]);
                continue;
            }
            if (unit is (< ' ' and not ('\t' or '\n')) or '\x7F')
                throw new TomlException(path, position, $"expected text, found the control character U+{(int)unit:X4}");
            if (char.IsSurrogate(unit) && !IsPaired(text, i))
                throw new TomlException(path, position, $"expected text, found the lone surrogate U+{(int)unit:X4}");
            position = position.After(unit);
        }
    }

    private static bool IsPaired(string text, int index) => char.IsHighSurrogate(text[index])
        ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
        : index > 0 && char.IsHighSurrogate(text[index - 1]);
}
