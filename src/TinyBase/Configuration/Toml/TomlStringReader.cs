using System.Globalization;
using System.Text;

namespace TinyBase.Configuration.Toml;

/// <summary>Reads the four notations of a string.</summary>
internal sealed class TomlStringReader(TomlCursor cursor)
{
    private const string UnicodeEscapes = @"expected \uXXXX or \UXXXXXXXX, the code of a Unicode character in hexadecimal digits";

    /// <summary>Reads a string of one line, as a key may be one too; the cursor is at its quote.</summary>
    public string SingleLine()
    {
        var quote = cursor.Take();
        var text = new StringBuilder();
        while (!cursor.TryTake(quote))
        {
            if (cursor.AtEnd || cursor.AtNewline)
                throw cursor.Expected($"{quote} to close the string");
            if (quote == '"' && cursor.Current == '\\')
                Escape(text);
            else
                text.Append(cursor.Take());
        }
        return text.ToString();
    }

    /// <summary>Reads a string of any notation; the cursor is at its first quote.</summary>
    public string Any()
    {
        var quote = cursor.Current;
        return cursor.Peek(1) == quote && cursor.Peek(2) == quote ? MultiLine(new string(quote, 3)) : SingleLine();
    }

    private string MultiLine(string quotes)
    {
        cursor.Advance(quotes.Length);
        cursor.TryTakeNewline();
        var text = new StringBuilder();
        while (!cursor.TryTake(quotes))
        {
            if (cursor.AtEnd)
                throw cursor.Expected($"{quotes} to close the string");
            if (quotes[0] != '"' || cursor.Current != '\\')
                text.Append(cursor.Take());
            else if (!SkipLineEnd())
                Escape(text);
        }

        // Up to two quotes may stand directly before the closing three.
        for (var i = 0; i < 2 && cursor.TryTake(quotes[0]); i++)
            text.Append(quotes[0]);
        return text.ToString();
    }

    // A backslash at the end of a line removes all white space up to the next character.
    private bool SkipLineEnd()
    {
        var ahead = 1;
        while (cursor.Peek(ahead) is ' ' or '\t')
            ahead++;
        if (cursor.Peek(ahead) is not ('\n' or '\r'))
            return false;
        cursor.Advance(ahead);
        while (cursor.AtNewline || cursor.Current is ' ' or '\t')
            cursor.Advance();
        return true;
    }

    private void Escape(StringBuilder text)
    {
        var position = cursor.Position;
        cursor.Advance();
        if (cursor.AtEnd)
            throw cursor.Expected("an escape sequence");
        switch (cursor.Take())
        {
            case 'b': text.Append('\b'); break;
            case 't': text.Append('\t'); break;
            case 'n': text.Append('\n'); break;
            case 'f': text.Append('\f'); break;
            case 'r': text.Append('\r'); break;
            case '"': text.Append('"'); break;
            case '\\': text.Append('\\'); break;
            case 'u': text.Append(Character(4, position)); break;
            case 'U': text.Append(Character(8, position)); break;
            default: throw cursor.ErrorAt(position, @"expected one of \b \t \n \f \r \"" \\ \uXXXX \UXXXXXXXX, or no backslash; between '' a backslash stands for itself");
        }
    }

    private string Character(int digits, TomlPosition position)
    {
        Span<char> code = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(cursor.Current))
                throw cursor.ErrorAt(position, UnicodeEscapes);
            code[i] = cursor.Take();
        }
        var value = uint.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.TryCreate(value, out var rune) ? rune.ToString() : throw cursor.ErrorAt(position, UnicodeEscapes);
    }
}
