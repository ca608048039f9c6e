using System.CommandLine;

using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase config</c>: shows which values count and where they come from.</summary>
internal sealed class ConfigCommand : Command, IHasExamples
{
    private readonly Argument<string?> _key = new("key")
    {
        Description = "Show the value of this setting only, in any spelling: server_port, server.port or TINYBASE_SERVER_PORT.",
        HelpName = "key",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly JsonOption _json = new();

    public ConfigCommand()
        : base("config", "Show the settings that count in the current folder and where each comes from. Secrets are masked.")
    {
        _key.CompletionSources.Add(_ => SettingsCatalog.All.Select(setting => setting.Key));
        Arguments.Add(_key);
        Options.Add(_json);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase config",
        "tinybase config server.port",
        "tinybase config --json",
    ];

    private int Run(ParseResult given)
    {
        var io = given.InvocationConfiguration;
        var workspace = new Workspace(".");
        if (Find(given.GetValue(_key), io.Error) is not { } shown) return ExitCode.Usage;

        var settings = SettingsLoader.Load(workspace.Root);
        settings.ThrowIfInvalid();
        foreach (var warning in settings.Warnings) io.Error.WriteWarning(warning.ToString());
        if (!workspace.IsInitialized)
        {
            io.Error.WriteLine($"There is no {SettingsLoader.FileName} in {workspace.Root}; these are the environment and the defaults.");
        }

        var chosen = settings.Settings.Where(setting => shown(setting)).ToArray();
        var isOne = given.GetValue(_key) is not null;
        if (given.GetValue(_json))
        {
            var rows = chosen.Select(SettingRow.Of).ToArray();
            if (isOne) io.Output.WriteJson(rows[0]);
            else io.Output.WriteJson(new { Folder = workspace.Root, Settings = rows });
        }
        else if (isOne) io.Output.WriteLine(chosen[0].Value);
        else io.Output.WriteTable([["SETTING", "VALUE", "FROM"], .. chosen.Select(Row)]);
        return ExitCode.Ok;
    }

    /// <summary>Which settings to show: the one with a name, or those that count or were given.</summary>
    /// <returns>Null if there is no such setting; the error output says so.</returns>
    private static Func<EffectiveSetting, bool>? Find(string? name, TextWriter error)
    {
        if (name is null) return setting => setting.Setting.NoEffect is null || setting.Origin != EffectiveSetting.DefaultOrigin;
        if (SettingsCatalog.Find(name) is { } found) return setting => setting.Setting == found;
        var nearest = NearestSpelling.InFile(name);
        error.WriteError($"There is no setting '{name}'.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
        error.WriteLine("Try 'tinybase config' for a list.");
        return null;
    }

    private static string[] Row(EffectiveSetting setting) =>
        [setting.Setting.Key, setting.Value ?? "-", setting.Origin + (setting.Setting.NoEffect is null ? "" : " (no effect)")];

    private sealed record SettingRow(string Key, string? Value, string From, bool Secret, bool HasEffect)
    {
        public static SettingRow Of(EffectiveSetting setting) => new(
            setting.Setting.Key, setting.Value, setting.Origin, setting.Setting.IsSecret, setting.Setting.NoEffect is null);
    }
}
