using System.CommandLine;

using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;

namespace TinyBase.Cli.Commands;

/// <summary>A command on the files of the current folder.</summary>
internal abstract class WorkspaceCommand : Command
{
    protected WorkspaceCommand(string name, string description)
        : base(name, description) => SetAction(Run);

    /// <summary>Does the work.</summary>
    /// <returns>The exit code of the process.</returns>
    protected abstract Task<int> Run(Workspace workspace, TinyBaseOptions options, ParseResult given, CancellationToken cancel);

    private Task<int> Run(ParseResult given, CancellationToken cancel)
    {
        var error = given.InvocationConfiguration.Error;
        var workspace = new Workspace(".");
        if (workspace.IsInitialized) return Run(workspace, workspace.ReadSettings(error).Options, given, cancel);
        error.WriteError(workspace.NotInitialized);
        return Task.FromResult(ExitCode.Failure);
    }
}
