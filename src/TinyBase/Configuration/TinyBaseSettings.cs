using Microsoft.Extensions.Logging;

namespace TinyBase.Configuration;

/// <summary>The settings that a server starts with: what is configured outside, and what code has to say.</summary>
internal sealed partial class TinyBaseSettings
{
    private readonly LoadedSettings _loaded;
    private readonly string _root;
    private readonly Action<TinyBaseOptions>? _configure;

    private TinyBaseSettings(LoadedSettings loaded, string root, Action<TinyBaseOptions>? configure)
    {
        _loaded = loaded;
        _root = root;
        _configure = configure;
        Admin = loaded.Admin;
        Warnings = [.. loaded.Warnings];
        Options = With(new Dictionary<Setting, SettingReading>()).Options;
    }

    public TinyBaseOptions Options { get; }

    /// <summary>The admin whom <c>tinybase init</c> creates, as far as given.</summary>
    public AdminSeed Admin { get; }

    /// <summary>What has no effect, such as a misspelt key.</summary>
    public IReadOnlyList<SettingsProblem> Warnings { get; }

    /// <summary>Reads the settings of a folder and the environment of this process.</summary>
    /// <param name="root">The folder with <c>tinybase.toml</c>, which need not be there.</param>
    /// <param name="configure">Has the last word, also each time that saved settings change; null for nothing.</param>
    /// <exception cref="SettingsException">Something cannot be used; the message lists all of it.</exception>
    public static TinyBaseSettings Load(string root, Action<TinyBaseOptions>? configure = null) =>
        new(SettingsLoader.Load(root), root, configure);

    /// <summary>What the settings come to with those that are saved.</summary>
    /// <param name="saved">What was saved. It counts more than the file, and less than the environment and code.</param>
    public SettingsSnapshot With(IReadOnlyDictionary<Setting, SettingReading> saved)
    {
        var settings = _loaded.With(saved);
        var options = new TinyBaseOptions { Root = _root };
        settings.ApplyTo(options);
        if (_configure is null) return new SettingsSnapshot(options, settings.Settings);

        var target = new SettingsTarget(options, Admin);
        var before = settings.Settings.Select(setting => setting.Setting.Show(target)).ToArray();
        _configure(options);
        var after = settings.Settings.Select(setting => setting.Setting.Show(target));
        return new SettingsSnapshot(
            options,
            [.. settings.Settings.Zip(before, after)
                .Select(row => row.Second == row.Third ? row.First : EffectiveSetting.FromCode(row.First.Setting, row.Third))]);
    }

    /// <summary>The options, once the log knows what has no effect.</summary>
    public TinyBaseOptions Use(ILogger logger)
    {
        foreach (var warning in Warnings) Log.HasNoEffect(logger, warning);
        return Options;
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "{Problem}")]
        public static partial void HasNoEffect(ILogger logger, SettingsProblem problem);
    }
}
