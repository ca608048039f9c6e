using System.CommandLine;

using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;

namespace TinyBase.Cli.Commands.Db;

/// <summary><c>tinybase db</c>: the revision of the system tables.</summary>
internal sealed class DbCommand : Command
{
    public DbCommand()
        : base("db", "Show and change the revision of the database's system tables.")
    {
        Subcommands.Add(new DbCurrentCommand());
        Subcommands.Add(new DbHistoryCommand());
        Subcommands.Add(new DbUpgradeCommand());
        Subcommands.Add(new DbDowngradeCommand());
    }

    /// <summary>The database of the current folder.</summary>
    /// <returns>Its path; null if the folder is not initialized, which the error output says.</returns>
    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    public static string? FindDatabase(TextWriter error)
    {
        var workspace = new Workspace(".");
        if (workspace.IsInitialized) return DatabasePath.Resolve(workspace.ReadSettings(error).Options.Database.Url, workspace.Root);
        error.WriteError(workspace.NotInitialized);
        return null;
    }
}
