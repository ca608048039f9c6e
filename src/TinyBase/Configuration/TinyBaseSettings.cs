using Microsoft.Extensions.Logging;

namespace TinyBase.Configuration;

/// <summary>The settings that a server starts with: what is configured outside, and what code has to say.</summary>
internal sealed partial class TinyBaseSettings
{
    private TinyBaseSettings(TinyBaseOptions options, AdminSeed admin, IReadOnlyList<SettingsProblem> warnings)
    {
        Options = options;
        Admin = admin;
        Warnings = warnings;
    }

    public TinyBaseOptions Options { get; }

    /// <summary>The admin whom <c>tinybase init</c> creates, as far as given.</summary>
    public AdminSeed Admin { get; }

    /// <summary>What has no effect, such as a misspelt key.</summary>
    public IReadOnlyList<SettingsProblem> Warnings { get; }

    /// <summary>Reads the settings of a folder and the environment of this process.</summary>
    /// <param name="root">The folder with <c>tinybase.toml</c>, which need not be there.</param>
    /// <param name="configure">Has the last word; null for nothing.</param>
    /// <exception cref="SettingsException">Something cannot be used; the message lists all of it.</exception>
    public static TinyBaseSettings Load(string root, Action<TinyBaseOptions>? configure = null)
    {
        var loaded = SettingsLoader.Load(root);
        var options = new TinyBaseOptions { Root = root };
        loaded.ApplyTo(options);
        configure?.Invoke(options);
        return new TinyBaseSettings(options, loaded.Admin, [.. loaded.Warnings]);
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
