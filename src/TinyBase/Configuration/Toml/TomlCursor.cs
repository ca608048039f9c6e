namespace TinyBase.Configuration.Toml;

/// <summary>Walks through the text of a document, knows where it is and makes the errors.</summary>
internal sealed class TomlCursor(string text, string path)
{
    /// <summary>What <see cref="Current"/> is behind the last character. No document contains it.</summary>
    public const char End = '\0';

    private int _index;

    public TomlPosition Position { get; private set; } = TomlPosition.Start;

    public char Current => Peek(0);

    public bool AtEnd => _index >= text.Length;

    public bool AtNewline => Current is '\n' or '\r';

    public char Peek(int ahead) => _index + ahead < text.Length ? text[_index + ahead] : End;

    public bool IsAt(string expected) => string.CompareOrdinal(text, _index, expected, 0, expected.Length) == 0;

    public void Advance(int count = 1)
    {
        for (; count > 0; count--)
            Position = Position.After(text[_index++]);
    }

    public char Take()
    {
        var taken = Current;
        Advance();
        return taken;
    }

    public bool TryTake(char expected)
    {
        if (AtEnd || Current != expected)
            return false;
        Advance();
        return true;
    }

    public bool TryTake(string expected)
    {
        if (!IsAt(expected))
            return false;
        Advance(expected.Length);
        return true;
    }

    public bool TryTakeNewline() => TryTake('\n') || TryTake("\r\n");

    public string TakeWhile(Func<char, bool> belongs)
    {
        var start = _index;
        while (!AtEnd && belongs(Current))
            Advance();
        return text[start.._index];
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            Advance();
    }

    public void SkipComment()
    {
        if (Current != '#')
            return;
        while (!AtEnd && !AtNewline)
            Advance();
    }

    /// <summary>Skips everything that means nothing between two lines or two items of an array.</summary>
    public void SkipBlankLinesAndComments()
    {
        do
        {
            SkipBlanks();
            SkipComment();
        }
        while (TryTakeNewline());
    }

    public TomlException Error(string problem) => ErrorAt(Position, problem);

    public TomlException Expected(string what) => Error($"expected {what}, found {Found()}");

    public TomlException ErrorAt(TomlPosition position, string problem) => new(path, position, problem);

    private string Found()
    {
        if (AtEnd)
            return "the end of the file";
        if (AtNewline)
            return "the end of the line";
        return char.IsHighSurrogate(Current) ? $"'{Current}{Peek(1)}'" : $"'{Current}'";
    }
}
