using System.CommandLine;

using TinyBase.Extensions.Packages.Endpoints;
using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions check-updates</c>: looks for higher versions.</summary>
internal sealed class ExtensionsCheckUpdatesCommand : AdministrationCommand
{
    private readonly Argument<string?> _name = new("name")
    {
        Description = "The name of one extension. Default: all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ExtensionsCheckUpdatesCommand()
        : base("check-updates", "Look for higher versions where extensions came from.") => Arguments.Add(_name);

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var output = given.InvocationConfiguration.Output;
        output.WriteLine("Checking for updates...");
        IReadOnlyList<ExtensionView> found;
        if (given.GetValue(_name) is { } name)
        {
            if (await administration.Extensions.Find(name, checkUpdates: true, cancel).ConfigureAwait(false) is not { } one) return ExtensionNameArgument.NotFound(given, name);
            found = [one];
        }
        else found = await administration.Extensions.List(checkUpdates: true, cancel).ConfigureAwait(false);

        if (found.Count == 0) output.WriteLine("No extensions installed.");
        foreach (var extension in found)
        {
            var version = ExtensionText.Plain(extension.Version);
            output.WriteLine(extension.UpdateAvailable is { } latest
                ? $"{extension.Name}: {version} → {ExtensionText.Plain(latest)} (update available)"
                : $"{extension.Name}: {version} (up to date)");
        }

        return ExitCode.Ok;
    }
}
