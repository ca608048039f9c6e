using System.Text;

namespace TinyBase.Examples.LoadData;

/// <summary>Splits CSV into lines of cells: quotes, doubled quotes and line breaks within quotes as RFC 4180 has them.</summary>
internal sealed class CsvReader(string text)
{
    private const char End = '\0';

    private int _at;

    public IEnumerable<IReadOnlyList<string>> ReadLines()
    {
        while (_at < text.Length)
        {
            yield return ReadLine();
        }
    }

    private char Next => _at < text.Length ? text[_at] : End;

    private List<string> ReadLine()
    {
        var cells = new List<string> { ReadCell() };
        while (Next == ',')
        {
            _at++;
            cells.Add(ReadCell());
        }

        SkipLineBreak();
        return cells;
    }

    private string ReadCell()
    {
        if (Next == '"')
        {
            return ReadQuoted();
        }

        var start = _at;
        var length = text.AsSpan(start).IndexOfAny(",\r\n");
        _at = length < 0 ? text.Length : start + length;
        return text[start.._at];
    }

    private string ReadQuoted()
    {
        var cell = new StringBuilder();
        var opened = _at;
        do
        {
            var start = ++_at;
            var closing = text.IndexOf('"', start);
            _at = closing < 0 ? throw new InvalidDataException($"line {LineOf(opened)}: a quote is not closed") : closing + 1;

            // A quote that follows at once stands for itself: it stays in the cell and the loop goes on behind it.
            cell.Append(text, start, closing - start + (Next == '"' ? 1 : 0));
        }
        while (Next == '"');

        return _at == text.Length || Next is ',' or '\r' or '\n'
            ? cell.ToString()
            : throw new InvalidDataException($"line {LineOf(_at)}: a comma or the end of the line is expected behind a closing quote");
    }

    private void SkipLineBreak()
    {
        if (Next == '\r')
        {
            _at++;
        }

        if (Next == '\n')
        {
            _at++;
        }
    }

    private int LineOf(int position) => text.AsSpan(0, position).Count('\n') + 1;
}
