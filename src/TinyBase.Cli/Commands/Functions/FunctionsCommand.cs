using System.CommandLine;

namespace TinyBase.Cli.Commands.Functions;

/// <summary><c>tinybase functions</c>: the functions of a folder.</summary>
internal sealed class FunctionsCommand : Command
{
    public FunctionsCommand()
        : base("functions", "Write, check and deploy functions.")
    {
        Subcommands.Add(new FunctionsNewCommand());
    }
}
