using System.Text;

using TinyBase.Sdk.Calls;

namespace TinyBase.Sdk.Workers;

/// <summary>Parts what is printed into lines of bounded length.</summary>
/// <param name="take">Takes a line.</param>
internal sealed class LineBuffer(Action<string> take)
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();

    public void Add(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            while (text.IndexOf('\n') is var end and >= 0)
            {
                Append(text[..end]);
                Take();
                text = text[(end + 1)..];
            }

            Append(text);
        }
    }

    public void Flush()
    {
        lock (_lock)
        {
            if (_line.Length > 0) Take();
        }
    }

    // What exceeds the bound by one character shows that the line was longer.
    private void Append(ReadOnlySpan<char> text) => _line.Append(text[..Math.Min(text.Length, LogFields.LongestText + 1 - _line.Length)]);

    private void Take()
    {
        var line = LogFields.Cut(_line.ToString().TrimEnd('\r'));
        _line.Clear();
        take(line);
    }
}
