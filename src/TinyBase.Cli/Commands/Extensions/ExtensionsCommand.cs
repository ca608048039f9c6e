using System.CommandLine;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions</c>: packages of hooks, functions, endpoints and pages.</summary>
internal sealed class ExtensionsCommand : Command
{
    public ExtensionsCommand()
        : base("extensions", "Write extensions, and install those of others.") =>
        Subcommands.Add(new ExtensionsNewCommand());
}
