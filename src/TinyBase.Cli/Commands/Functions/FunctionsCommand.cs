using System.CommandLine;

namespace TinyBase.Cli.Commands.Functions;

/// <summary><c>tinybase functions</c>: the functions of a folder.</summary>
internal sealed class FunctionsCommand : Command
{
    public FunctionsCommand()
        : base("functions", "Write, check, run and deploy functions.")
    {
        Subcommands.Add(new FunctionsNewCommand());
        Subcommands.Add(new FunctionsListCommand());
        Subcommands.Add(new FunctionsCheckCommand());
        Subcommands.Add(new FunctionsRunCommand());
        Subcommands.Add(new FunctionsBuildCommand());
        Subcommands.Add(new FunctionsDeployCommand());
    }
}
