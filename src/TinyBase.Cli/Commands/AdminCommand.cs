using System.CommandLine;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin</c>: what there is to administrate without a running server.</summary>
internal sealed class AdminCommand : Command
{
    public AdminCommand()
        : base("admin", "Administrate users.") => Subcommands.Add(new AdminAddCommand());
}
