using System.CommandLine;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin</c>: what the operator administrates, whether the server runs or not.</summary>
internal sealed class AdminCommand : Command
{
    public AdminCommand()
        : base("admin", "Administrate users and application tokens, whether the server runs or not.")
    {
        Subcommands.Add(new AdminAddCommand());
        Subcommands.Add(new AdminTokenCommand());
    }
}
