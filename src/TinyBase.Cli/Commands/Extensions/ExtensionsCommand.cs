using System.CommandLine;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions</c>: packages of hooks, functions, endpoints and pages.</summary>
internal sealed class ExtensionsCommand : Command
{
    public ExtensionsCommand()
        : base("extensions", "Write extensions, and install those of others.")
    {
        Subcommands.Add(new ExtensionsNewCommand());
        Subcommands.Add(new ExtensionsInstallCommand());
        Subcommands.Add(new ExtensionsUninstallCommand());
        Subcommands.Add(new ExtensionsListCommand());
        Subcommands.Add(new ExtensionsEnableCommand("enable", "Let an extension run.", isEnabled: true));
        Subcommands.Add(new ExtensionsEnableCommand("disable", "End an extension and keep it from running.", isEnabled: false));
        Subcommands.Add(new ExtensionsUpdateCommand());
        Subcommands.Add(new ExtensionsCheckUpdatesCommand());
    }
}
