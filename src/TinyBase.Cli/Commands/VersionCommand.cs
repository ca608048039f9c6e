using System.CommandLine;
using System.CommandLine.Invocation;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase version</c></summary>
internal sealed class VersionCommand : Command
{
    public VersionCommand()
        : base("version", "Show the version.")
    {
        var json = new JsonOption();
        Options.Add(json);
        Action = new VersionAction(json);
    }
}

/// <summary>Prints the version.</summary>
/// <param name="json">The option that asks for JSON; null where there is none.</param>
internal sealed class VersionAction(JsonOption? json = null) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        if (json is not null && parseResult.GetValue(json)) output.WriteJson(new { Version = TinyBaseVersion.Current });
        else output.WriteLine($"TinyBase v{TinyBaseVersion.Current}");
        return ExitCode.Ok;
    }
}
