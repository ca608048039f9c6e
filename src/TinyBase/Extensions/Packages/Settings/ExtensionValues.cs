using Microsoft.Extensions.Configuration;

using TinyBase.Configuration;
using TinyBase.Configuration.Toml;
using TinyBase.Extensions.Packages.Loading;

namespace TinyBase.Extensions.Packages.Settings;

/// <summary>The values of the settings of extensions: the environment counts more than what is saved, that more than the file and the default.</summary>
internal sealed class ExtensionValues(ExtensionSettingStore saved, TinyBaseOptions options)
{
    /// <summary>The variable of a setting.</summary>
    public static string VariableOf(ExtensionManifest manifest, ExtensionSetting setting) =>
        $"{ExtensionSettings.VariablePrefix}{manifest.Identifier}_{setting.Key}".ToUpperInvariant();

    /// <summary>The settings of an extension with their values.</summary>
    /// <exception cref="ExtensionLoadException">One that was given cannot be used; the message says where and what would be right.</exception>
    public async Task<IReadOnlyList<ExtensionValue>> Of(ExtensionManifest manifest, CancellationToken cancel)
    {
        if (manifest.Settings.Count == 0) return [];
        var kept = await saved.Get(manifest.Name, cancel).ConfigureAwait(false);
        var file = FromFile(manifest.Name);
        return [.. manifest.Settings.Select(setting => Of(manifest, setting, kept, file))];
    }

    /// <summary>The values as an extension reads them.</summary>
    public static IConfiguration Configuration(IEnumerable<ExtensionValue> values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Where(value => value.Value is not null).Select(value => KeyValuePair.Create(value.Setting.Key, value.Value)))
        .Build();

    private static ExtensionValue Of(
        ExtensionManifest manifest, ExtensionSetting setting, IReadOnlyDictionary<string, string> kept, Dictionary<string, GivenSetting> file)
    {
        var variable = VariableOf(manifest, setting);
        if (Environment.GetEnvironmentVariable(variable) is { } given) return new ExtensionValue(setting, Checked(setting, given, variable), ValueSource.Environment, variable);
        // What was saved for another version of the extension may be of another type.
        if (kept.TryGetValue(setting.Key, out var value) && SettingText.Read(setting.Type, value) is { } usable) return new ExtensionValue(setting, usable, ValueSource.Saved, variable);
        if (file.TryGetValue(setting.Key, out var line)) return new ExtensionValue(setting, Checked(setting, line.Value.Text, line.Where), ValueSource.File, variable);
        return new ExtensionValue(setting, setting.Default, setting.Default is null ? ValueSource.None : ValueSource.Default, variable);
    }

    private static string Checked(ExtensionSetting setting, string? text, string where) =>
        text is not null && SettingText.Read(setting.Type, text) is { } value
            ? value
            : throw new ExtensionLoadException($"{where}: {setting.Key} must be {SettingText.Expected(setting.Type)}.");

    /// <summary>What the file says now, which may be more than it said when the server started.</summary>
    private Dictionary<string, GivenSetting> FromFile(string extension)
    {
        var prefix = $"{ExtensionSettings.Tables}.{extension}.";
        var file = new TomlConfigurationProvider(Path.Join(options.Root ?? Directory.GetCurrentDirectory(), SettingsLoader.FileName));
        try
        {
            file.Load();
        }
        catch (TomlException error)
        {
            throw new ExtensionLoadException($"Its settings cannot be read: {error.Message}", error);
        }

        return file.Settings
            .Where(given => given.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(given => given.Name[prefix.Length..], StringComparer.Ordinal);
    }
}
