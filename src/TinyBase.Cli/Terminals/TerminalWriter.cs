using System.Text;

namespace TinyBase.Cli.Terminals;

/// <summary>How a part of a line looks on a terminal, as an SGR parameter of ECMA-48.</summary>
internal enum TextStyle
{
    Bold = 1,
    Red = 31,
    Yellow = 33,
}

/// <summary>An output of the process that may be a terminal. Styles are dropped where it is none or the user wants none.</summary>
internal sealed class TerminalWriter(TextWriter inner, bool styled) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The standard output.</summary>
    public static TerminalWriter OfOutput() => new(Console.Out, AllowsStyle(Console.IsOutputRedirected));

    /// <summary>The error output.</summary>
    public static TerminalWriter OfError() => new(Console.Error, AllowsStyle(Console.IsErrorRedirected));

    /// <summary>Whether an output takes styles: a terminal that knows them, unless the user wants none (no-color.org).</summary>
    public static bool AllowsStyle(bool isRedirected) =>
        !isRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>A text with a style, if the output takes it.</summary>
    public string Style(string text, TextStyle style) => styled ? $"\e[{(int)style}m{text}\e[0m" : text;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(value);

    public override void Write(char[] buffer, int index, int count) => inner.Write(buffer, index, count);

    public override void WriteLine(string? value) => inner.WriteLine(value);

    public override void Flush() => inner.Flush();
}
