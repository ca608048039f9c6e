using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of extension packages. What an extension itself can be set to is no part of the catalogue.</summary>
internal static class ExtensionSettings
{
    /// <summary>The tables of the file with the settings of single extensions.</summary>
    public const string Tables = "extensions.settings";

    /// <summary>What the variables with the settings of single extensions begin with.</summary>
    public const string VariablePrefix = EnvironmentSettings.Prefix + "EXT_";

    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<bool>("extensions_enabled", new BooleanType(),
            target => target.Options.Extensions.Enabled, (target, value) => target.Options.Extensions.Enabled = value,
            "Whether extensions are loaded and may be installed. They run in the server with all its rights."),
        new Setting<string>("extensions_path", new TextType("a folder"),
            target => target.Options.Extensions.Path, (target, value) => target.Options.Extensions.Path = value,
            "The folder of the extensions; ~ stands for the home folder."),
        new Setting<int>("extensions_start_timeout_seconds", new IntegerType(1, 600),
            target => target.Options.Extensions.StartTimeoutSeconds, (target, value) => target.Options.Extensions.StartTimeoutSeconds = value,
            "How long an extension has to start, in seconds; one that takes longer is disabled."),
        new Setting<int>("extensions_request_timeout_seconds", new IntegerType(1, 600),
            target => target.Options.Extensions.RequestTimeoutSeconds, (target, value) => target.Options.Extensions.RequestTimeoutSeconds = value,
            "How long an endpoint of an extension has to begin with its answer, in seconds."),
    ];
}
