using TinyBase.Configuration;

namespace TinyBase.Cli.Workspaces;

/// <summary>A folder that TinyBase serves: its settings and its data.</summary>
internal sealed class Workspace(string folder)
{
    /// <summary>The full path of the folder.</summary>
    public string Root { get; } = Path.GetFullPath(folder);

    /// <summary>The full path of its settings.</summary>
    public string SettingsPath => Path.Combine(Root, SettingsLoader.FileName);

    public bool IsInitialized => File.Exists(SettingsPath);

    /// <summary>What to tell somebody who uses the folder before it is initialized.</summary>
    public string NotInitialized => $"There is no {SettingsLoader.FileName} in {Root}. Run 'tinybase init' first.";

    /// <summary>Whether there are settings and a database.</summary>
    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    public bool IsComplete() => IsInitialized && File.Exists(DatabasePath.Resolve(ReadSettings().Options.Database.Url, Root));

    /// <summary>Reads the settings.</summary>
    /// <param name="configure">What the command line has to say.</param>
    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    public TinyBaseSettings ReadSettings(Action<TinyBaseOptions>? configure = null) => TinyBaseSettings.Load(Root, configure);

    /// <summary>Reads the settings and shows what has no effect.</summary>
    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    public TinyBaseSettings ReadSettings(TextWriter error)
    {
        var settings = ReadSettings();
        foreach (var warning in settings.Warnings) error.WriteWarning(warning.ToString());
        return settings;
    }
}
