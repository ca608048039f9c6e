using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions uninstall</c>: removes an extension.</summary>
internal sealed class ExtensionsUninstallCommand : AdministrationCommand
{
    private readonly ExtensionNameArgument _name = new();
    private readonly YesOption _yes = new();

    public ExtensionsUninstallCommand()
        : base("uninstall", "Remove an extension and its settings; its tables stay.")
    {
        Arguments.Add(_name);
        Options.Add(_yes);
    }

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        var name = given.GetValue(_name)!;
        if (await administration.Extensions.Find(name, checkUpdates: false, cancel).ConfigureAwait(false) is null) return ExtensionNameArgument.NotFound(given, name);
        if (_yes.Confirm(given, $"Uninstall extension '{name}'?") is not { } isWanted) return ExitCode.Failure;
        if (!isWanted)
        {
            io.Output.WriteLine("Uninstallation cancelled.");
            return ExitCode.Ok;
        }

        if (await administration.Extensions.Uninstall(name, cancel).ConfigureAwait(false) is not { } removal) return ExtensionNameArgument.NotFound(given, name);
        if (removal.Problem is { } problem)
        {
            io.Error.WriteError(problem);
            return ExitCode.Failure;
        }

        io.Output.WriteLine($"✓ Uninstalled extension: {name}");
        if (removal.RestartNeeded) io.Output.WriteLine("Its code is still loaded, and does nothing any more. Restart the server to end it.");
        return ExitCode.Ok;
    }
}
