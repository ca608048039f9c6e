using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions enable</c> and <c>disable</c>.</summary>
internal sealed class ExtensionsEnableCommand : AdministrationCommand
{
    private readonly ExtensionNameArgument _name = new();
    private readonly bool _isEnabled;

    public ExtensionsEnableCommand(string name, string description, bool isEnabled)
        : base(name, description)
    {
        _isEnabled = isEnabled;
        Arguments.Add(_name);
    }

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var output = given.InvocationConfiguration.Output;
        var name = given.GetValue(_name)!;
        if (await administration.Extensions.Find(name, checkUpdates: false, cancel).ConfigureAwait(false) is not { } before) return ExtensionNameArgument.NotFound(given, name);
        if (before.IsEnabled == _isEnabled)
        {
            output.WriteLine($"Extension '{name}' is already {(_isEnabled ? "enabled" : "disabled")}.");
            return ExitCode.Ok;
        }

        if (await administration.Extensions.SetEnabled(name, _isEnabled, cancel).ConfigureAwait(false) is not { } extension) return ExtensionNameArgument.NotFound(given, name);
        if (_isEnabled && extension.IsEnabled) output.WriteLine($"✓ Enabled extension: {name}");
        if (!_isEnabled) output.WriteLine($"✓ Disabled extension: {name}");
        if (_isEnabled && !administration.Extensions.HasServer) output.WriteLine("It starts with the server.");
        return RunState.Report(given, extension);
    }
}
