using System.CommandLine;

using TinyBase.Extensions.Packages;
using TinyBase.Extensions.Packages.Endpoints;
using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions install</c>: shows an extension and installs it.</summary>
internal sealed class ExtensionsInstallCommand : AdministrationCommand, IHasExamples
{
    private readonly Argument<string> _source = new("source")
    {
        Description = "owner/repo on GitHub, the address of a git repository (with #branch or #tag), a folder, or a zip file.",
    };

    private readonly YesOption _yes = new();

    public ExtensionsInstallCommand()
        : base("install", "Show what an extension asks for, and install it.")
    {
        Arguments.Add(_source);
        Options.Add(_yes);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase extensions install owner/repo",
        "tinybase extensions install https://github.com/owner/repo/tree/v1.2",
        "tinybase extensions install ./my-extension --yes",
    ];

    protected override bool Check(ParseResult given, TextWriter error)
    {
        if (ExtensionSource.Parse(given.GetValue(_source)!, isOperator: true).Problem is not { } problem) return true;
        error.WriteError(problem);
        return false;
    }

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        var extensions = administration.Extensions;
        // A path counts from this folder, which need not be the server's.
        var source = ExtensionSource.Parse(given.GetValue(_source)!, isOperator: true).Source!.Given;
        var preview = await extensions.Preview(source, cancel).ConfigureAwait(false);
        foreach (var line in ExtensionText.Lines(preview)) io.Output.WriteLine(line);
        if (preview.Problem is { } problem)
        {
            io.Error.WriteError(problem);
            return ExitCode.Failure;
        }

        io.Error.WriteWarning(ExtensionText.Trust);
        if (_yes.Confirm(given, $"Install extension from {ExtensionText.Plain(source)}?") is not { } isWanted) return ExitCode.Failure;
        if (!isWanted)
        {
            io.Output.WriteLine("Installation cancelled.");
            return ExitCode.Ok;
        }

        io.Output.WriteLine($"Installing extension from: {ExtensionText.Plain(source)}");
        return Report(extensions, given, await extensions.Install(source, preview.Hash, cancel).ConfigureAwait(false));
    }

    private static int Report(IExtensionAdministration extensions, ParseResult given, ExtensionView installed)
    {
        var io = given.InvocationConfiguration;
        io.Output.WriteLine($"✓ Successfully installed: {installed.Name} v{ExtensionText.Plain(installed.Version)}");
        if (!extensions.HasServer) io.Output.WriteLine("It starts with the server.");
        return RunState.Report(given, installed);
    }
}
