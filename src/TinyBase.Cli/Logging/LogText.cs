using System.Buffers;
using System.Globalization;
using System.Text;

namespace TinyBase.Cli.Logging;

/// <summary>Encodes text of a log line.</summary>
internal static class LogText
{
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Where(c => c is < 0x20 or >= 0x7F).Select(c => (char)c)]);

    /// <summary>
    /// Writes a text. Control characters come from outside, in a path for instance, and could forge lines or drive the
    /// operator's terminal, so they are written as <c>\u000a</c>.
    /// </summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="keepLines">Whether line feeds are kept, as in a stack trace.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text, bool keepLines)
    {
        while (text.IndexOfAny(Controls) is >= 0 and var at)
        {
            Encode(output, text[..at]);
            if (keepLines && text[at] == '\n') output.Write("\n"u8);
            else Encode(output, string.Create(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}"));
            text = text[(at + 1)..];
        }

        Encode(output, text);
    }

    private static void Encode(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        var space = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, space));
    }
}
