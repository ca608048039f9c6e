using System.Buffers;
using System.Globalization;
using System.Text;

namespace TinyBase.Collections.Schema;

/// <summary>How the text of a number was understood.</summary>
internal enum NumberParse
{
    Done,

    /// <summary>It is not a number of this kind.</summary>
    Invalid,

    /// <summary>It is one, but too large to be stored.</summary>
    OutOfRange,
}

/// <summary>
/// Numbers in strings, as people write them: blanks around, a sign, leading zeros, single underscores between digits.
/// </summary>
internal static class NumberText
{
    private static readonly SearchValues<byte> FloatBytes = SearchValues.Create("0123456789+-.eE_"u8);

    /// <summary>Reads an integer; a fraction of zeros (<c>7.0</c>) is allowed, an exponent is not.</summary>
    public static NumberParse TryParseInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        text = Trim(text);
        var negative = text is [(byte)'-', ..];
        var digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        if (point >= 0)
        {
            var fraction = digits[(point + 1)..];
            if (fraction.IsEmpty || fraction.ContainsAnyExcept((byte)'0'))
            {
                return NumberParse.Invalid;
            }

            digits = digits[..point];
        }

        if (digits.IsEmpty || HasStrayUnderscore(digits))
        {
            return NumberParse.Invalid;
        }

        return TryReadDigits(digits, negative, out value);
    }

    /// <summary>Reads a finite number, with or without an exponent.</summary>
    public static NumberParse TryParseFloat(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        text = Trim(text);
        if (text.ContainsAnyExcept(FloatBytes))
        {
            return IsNotFiniteWord(text) ? NumberParse.OutOfRange : NumberParse.Invalid;
        }

        if (text.Contains((byte)'_'))
        {
            if (HasStrayUnderscore(text))
            {
                return NumberParse.Invalid;
            }

            text = WithoutUnderscores(text);
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out value))
        {
            return NumberParse.Invalid;
        }

        return double.IsFinite(value) ? NumberParse.Done : NumberParse.OutOfRange;
    }

    private static NumberParse TryReadDigits(ReadOnlySpan<byte> digits, bool negative, out long value)
    {
        value = 0;
        var limit = negative ? 1UL << 63 : long.MaxValue;
        var magnitude = 0UL;
        var fits = true;
        foreach (var unit in digits)
        {
            if (unit == '_')
            {
                continue;
            }

            if (!char.IsAsciiDigit((char)unit))
            {
                return NumberParse.Invalid;
            }

            var digit = (ulong)(unit - '0');
            fits = fits && magnitude <= (limit - digit) / 10;
            magnitude = fits ? (magnitude * 10) + digit : 0;
        }

        value = unchecked(negative ? -(long)magnitude : (long)magnitude);
        return fits ? NumberParse.Done : NumberParse.OutOfRange;
    }

    private static bool HasStrayUnderscore(ReadOnlySpan<byte> text) =>
        text[0] == '_' || text[^1] == '_' || text.IndexOf("__"u8) >= 0;

    private static byte[] WithoutUnderscores(ReadOnlySpan<byte> text)
    {
        var kept = new byte[text.Length - text.Count((byte)'_')];
        var length = 0;
        foreach (var unit in text)
        {
            if (unit != '_')
            {
                kept[length++] = unit;
            }
        }

        return kept;
    }

    private static bool IsNotFiniteWord(ReadOnlySpan<byte> text)
    {
        var word = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        return Ascii.EqualsIgnoreCase(word, "inf") || Ascii.EqualsIgnoreCase(word, "infinity") || Ascii.EqualsIgnoreCase(word, "nan");
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            text = text[length..];
        }

        while (Rune.DecodeLastFromUtf8(text, out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            text = text[..^length];
        }

        return text;
    }
}
