using System.Text;

namespace TinyBase.Sdk.Workers;

/// <summary>Takes the place of the console: what is printed goes to the log of the call that prints it.</summary>
/// <param name="current">The lines of the running call.</param>
internal sealed class CallConsole(Func<LineBuffer> current) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => current().Add([value]);

    public override void Write(char[] buffer, int index, int count) => current().Add(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => current().Add(buffer);

    public override void Write(string? value) => current().Add(value);

    public override void WriteLine(string? value) => current().Add(value + '\n');
}
