using System.Text;

namespace TinyBase.Storage;

/// <summary>The texts that begin with a prefix, as a range.</summary>
internal static class TextRange
{
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>The first text after all that begin with a prefix; null if there is none.</summary>
    /// <param name="prefix">Valid UTF-8.</param>
    public static byte[]? After(ReadOnlySpan<byte> prefix)
    {
        while (!prefix.IsEmpty)
        {
            _ = Rune.DecodeLastFromUtf8(prefix, out var last, out var length);
            prefix = prefix[..^length];
            if (last.Value == LastCodePoint) continue;
            // Surrogates are no code points of a text (RFC 3629, section 3).
            var next = new Rune(last.Value == 0xD7FF ? 0xE000 : last.Value + 1);
            var end = new byte[prefix.Length + next.Utf8SequenceLength];
            prefix.CopyTo(end);
            next.EncodeToUtf8(end.AsSpan(prefix.Length));
            return end;
        }

        return null;
    }
}
