namespace TinyBase.Configuration.Toml;

/// <summary>Reads the lines of a document: headers, keys and values.</summary>
internal sealed class TomlParser
{
    private readonly TomlCursor _cursor;
    private readonly TomlStringReader _strings;
    private readonly TomlTable _root = new(TomlPosition.Start, TomlTableOrigin.Header);
    private readonly TomlTree _tree;
    private int _depth;

    public TomlParser(TomlCursor cursor)
    {
        _cursor = cursor;
        _strings = new TomlStringReader(cursor);
        _tree = new TomlTree(cursor, _root);
    }

    public TomlTable Document()
    {
        var table = _root;
        for (_cursor.SkipBlankLinesAndComments(); !_cursor.AtEnd; _cursor.SkipBlankLinesAndComments())
        {
            if (_cursor.Current == '[')
                table = Header();
            else
                KeyAndValue(table);
            EndLine();
        }
        return _root;
    }

    private TomlTable Header()
    {
        var isArray = _cursor.IsAt("[[");
        var closing = isArray ? "]]" : "]";
        _cursor.Advance(closing.Length);
        _cursor.SkipBlanks();
        var position = _cursor.Position;
        var key = Key();
        if (!_cursor.TryTake(closing))
            throw _cursor.Expected($"'.' or '{closing}'");
        _depth = 0;
        Deepen(key.Count, position);
        return isArray ? _tree.AppendTable(key) : _tree.OpenTable(key);
    }

    private void EndLine()
    {
        _cursor.SkipBlanks();
        _cursor.SkipComment();
        if (!_cursor.AtEnd && !_cursor.TryTakeNewline())
            throw _cursor.Expected("the end of the line");
    }

    private void KeyAndValue(TomlTable table)
    {
        var position = _cursor.Position;
        var key = Key();
        if (!_cursor.TryTake('='))
            throw _cursor.Expected("'=' after the key");
        _cursor.SkipBlanks();
        var tables = key.Count - 1;
        Deepen(tables, position);
        _tree.Add(table, key, Value());
        _depth -= tables;
    }

    private List<TomlKeyPart> Key()
    {
        var parts = new List<TomlKeyPart>(1);
        do
        {
            _cursor.SkipBlanks();
            parts.Add(KeyPart());
            _cursor.SkipBlanks();
        }
        while (_cursor.TryTake('.'));
        return parts;
    }

    private TomlKeyPart KeyPart()
    {
        var position = _cursor.Position;
        if (_cursor.Current is '"' or '\'')
            return new TomlKeyPart(_strings.SingleLine(), position);
        var name = _cursor.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        return name.Length > 0 ? new TomlKeyPart(name, position) : throw _cursor.Expected("a key");
    }

    private TomlValue Value()
    {
        var position = _cursor.Position;
        return _cursor.Current switch
        {
            '"' or '\'' => new TomlString(_strings.Any(), position),
            '[' => Array(position),
            '{' => InlineTable(position),
            _ => BareValue(position),
        };
    }

    private TomlArray Array(TomlPosition position)
    {
        Deepen(1, position);
        _cursor.Advance();
        var array = new TomlArray(position, isOfTables: false);
        _cursor.SkipBlankLinesAndComments();
        while (!_cursor.TryTake(']'))
        {
            array.Add(Value());
            _cursor.SkipBlankLinesAndComments();
            if (_cursor.TryTake(','))
                _cursor.SkipBlankLinesAndComments();
            else if (_cursor.Current != ']')
                throw _cursor.Expected("',' or ']'");
        }
        _depth--;
        return array;
    }

    private TomlTable InlineTable(TomlPosition position)
    {
        Deepen(1, position);
        _cursor.Advance();
        var table = new TomlTable(position, TomlTableOrigin.Inline);
        _cursor.SkipBlanks();
        if (!_cursor.TryTake('}'))
        {
            do
            {
                _cursor.SkipBlanks();
                KeyAndValue(table);
                _cursor.SkipBlanks();
            }
            while (_cursor.TryTake(','));
            if (!_cursor.TryTake('}'))
                throw _cursor.Expected("',' or '}' on the same line");
        }
        _depth--;
        return table;
    }

    private TomlValue BareValue(TomlPosition position)
    {
        var token = _cursor.TakeWhile(BelongsToBareValue);
        if (token.Length == 0)
            throw _cursor.Expected("a value");
        if (token is "true" or "false")
            return new TomlBoolean(token == "true", position);
        if (!TomlDateTime.LooksLikeOne(token))
            return TomlNumber.Read(token, position) ?? throw _cursor.ErrorAt(position, WhyNoNumber(token));

        if (TomlDateTime.IsOnlyDate(token) && _cursor.Current == ' ' && char.IsAsciiDigit(_cursor.Peek(1)))
            token += _cursor.Take() + _cursor.TakeWhile(BelongsToBareValue);
        return TomlDateTime.Read(token, position)
            ?? throw _cursor.ErrorAt(position, "expected a date or time such as 2026-01-31, 23:59:59 or 2026-01-31T23:59:59Z");
    }

    // The token is not quoted: it may be a secret whose quotes were forgotten.
    private static string WhyNoNumber(string token)
    {
        if (TomlNumber.IsInteger(token))
            return "expected an integer of at most 64 bits, found a larger one";
        return token[0] is '+' or '-' or (>= '0' and <= '9')
            ? "expected a number, found something else; a string needs quotes"
            : "expected a value, found a bare word; a string needs quotes, and booleans are true and false";
    }

    private static bool BelongsToBareValue(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.' or ':' or '_';

    private void Deepen(int levels, TomlPosition position)
    {
        _depth += levels;
        if (_depth > TomlDocument.MaxDepth)
            throw _cursor.ErrorAt(position, $"expected at most {TomlDocument.MaxDepth} levels of tables and arrays, found more");
    }
}
