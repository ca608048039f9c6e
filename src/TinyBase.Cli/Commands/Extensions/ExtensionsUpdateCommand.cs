using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions update</c>: fetches an extension anew from where it came.</summary>
internal sealed class ExtensionsUpdateCommand : AdministrationCommand
{
    private readonly ExtensionNameArgument _name = new();

    public ExtensionsUpdateCommand()
        : base("update", "Fetch an extension anew from where it came, whatever version that is.") => Arguments.Add(_name);

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var name = given.GetValue(_name)!;
        if (await administration.Extensions.Find(name, checkUpdates: false, cancel).ConfigureAwait(false) is not { } before) return ExtensionNameArgument.NotFound(given, name);
        if (await administration.Extensions.Update(name, cancel).ConfigureAwait(false) is not { } after) return ExtensionNameArgument.NotFound(given, name);
        given.InvocationConfiguration.Output.WriteLine(
            $"✓ Updated extension: {name} v{ExtensionText.Plain(before.Version)} → v{ExtensionText.Plain(after.Version)}");
        return RunState.Report(given, after);
    }
}
