using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions list</c>: the installed extensions.</summary>
internal sealed class ExtensionsListCommand : AdministrationCommand
{
    private readonly JsonOption _json = new();

    public ExtensionsListCommand()
        : base("list", "List the installed extensions.") => Options.Add(_json);

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var output = given.InvocationConfiguration.Output;
        var extensions = await administration.Extensions.List(checkUpdates: false, cancel).ConfigureAwait(false);
        if (given.GetValue(_json))
        {
            output.WriteJson(extensions);
            return ExitCode.Ok;
        }

        foreach (var line in ExtensionText.Lines(extensions)) output.WriteLine(line);
        return ExitCode.Ok;
    }
}
