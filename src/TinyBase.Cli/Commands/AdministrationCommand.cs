using System.CommandLine;

using TinyBase.Cli.Control;
using TinyBase.Cli.Workspaces;
using TinyBase.Hosting;

namespace TinyBase.Cli.Commands;

/// <summary>A command on the data of the current folder, which works whether the server runs or not.</summary>
internal abstract class AdministrationCommand : Command
{
    protected AdministrationCommand(string name, string description)
        : base(name, description) => SetAction(Run);

    /// <summary>Looks at what is given before anything is opened.</summary>
    /// <returns>Whether it can be used; if not, the error output says why.</returns>
    protected virtual bool Check(ParseResult given, TextWriter error) => true;

    /// <summary>Does the work.</summary>
    /// <returns>The exit code of the process.</returns>
    protected abstract Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel);

    private async Task<int> Run(ParseResult given, CancellationToken cancel)
    {
        var error = given.InvocationConfiguration.Error;
        var workspace = new Workspace(".");
        if (!workspace.IsInitialized)
        {
            error.WriteError(workspace.NotInitialized);
            return ExitCode.Failure;
        }

        if (!Check(given, error)) return ExitCode.Failure;
        using var administration = await Administration.Open(workspace.ReadSettings(error).Options, cancel).ConfigureAwait(false);
        return await Run(administration, given, cancel).ConfigureAwait(false);
    }
}
