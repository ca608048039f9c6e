using TinyBase.Configuration;

namespace TinyBase.Tests.Configuration;

/// <summary>A folder of its own for a test, with a <c>tinybase.toml</c> if wanted.</summary>
internal sealed class SettingsFolder : IDisposable
{
    public SettingsFolder(string? toml = null)
    {
        if (toml is not null)
            File.WriteAllText(TomlPath, toml);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("tinybase-settings-").FullName;

    public string TomlPath => Path.Combine(Root, SettingsLoader.FileName);

    public static LoadedSettings Load(string? toml, params (string Name, string Value)[] environment)
    {
        using var folder = new SettingsFolder(toml);
        return SettingsLoader.Load(folder.Root, environment.ToDictionary(variable => variable.Name, variable => variable.Value));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
