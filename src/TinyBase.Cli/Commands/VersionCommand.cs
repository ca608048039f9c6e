using System.CommandLine;
using System.CommandLine.Invocation;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase version</c></summary>
internal sealed class VersionCommand : Command
{
    public VersionCommand()
        : base("version", "Show the version.") => Action = new VersionAction();
}

/// <summary>Prints the version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"TinyBase v{TinyBaseVersion.Current}");
        return ExitCode.Ok;
    }
}
