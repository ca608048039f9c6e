using System.Buffers.Text;
using System.Globalization;

namespace TinyBase.Storage;

/// <summary>Times as they are stored and answered: ISO 8601 in UTC with microseconds and a final Z.</summary>
internal static class Timestamps
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>How many bytes a time takes.</summary>
    public const int Length = 27;

    public static string ToText(DateTimeOffset time)
    {
        // The format O differs by a seventh digit of the second, and is written far faster than one that has to be read first.
        Span<char> whole = stackalloc char[Length + 1];
        time.UtcDateTime.TryFormat(whole, out _, "O", CultureInfo.InvariantCulture);
        whole[Length - 1] = 'Z';
        return new string(whole[..Length]);
    }

    /// <summary>Writes a time as UTF-8 into the first <see cref="Length"/> bytes.</summary>
    public static void Write(DateTimeOffset time, Span<byte> utf8)
    {
        Span<byte> whole = stackalloc byte[Length + 1];
        Utf8Formatter.TryFormat(time.UtcDateTime, whole, out _, 'O');
        whole[..(Length - 1)].CopyTo(utf8);
        utf8[Length - 1] = (byte)'Z';
    }

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
