using System.Text.RegularExpressions;

using TinyBase.Configuration.Toml;

namespace TinyBase.Extensions.Packages;

/// <summary>Reads the settings of a manifest and what it asks for.</summary>
internal static partial class ManifestSettings
{
    private const int MostSettings = 100;
    private const int MostAsks = 50;
    private const int LongestName = 64;
    private const int LongestText = 1000;

    /// <summary>The settings, <c>[extension.settings.key]</c>.</summary>
    /// <exception cref="TomlException">They are wrong.</exception>
    public static IReadOnlyList<ExtensionSetting> Read(ManifestTable settings)
    {
        var keys = settings.Keys.ToList();
        if (keys.Count > MostSettings) throw ManifestTable.Wrong(keys[MostSettings].Position, $"there must be at most {MostSettings} settings, not {keys.Count}");
        return [.. keys.Select(key => Read(key, settings.Table(key.Name)))];
    }

    /// <summary>What is asked for: <c>asks = ["network"]</c>, or a table that says what for.</summary>
    /// <exception cref="TomlException">It is wrong.</exception>
    public static IReadOnlyList<ExtensionAsk> ReadAsks(ManifestTable extension)
    {
        List<(string Name, string? Reason, TomlPosition Position)> asks = extension.Find("asks") is TomlArray list
            ? [.. ManifestTable.Texts(list, "asks").Select(ask => (ask.Text, (string?)null, ask.Position))]
            : [.. Reasons(extension.Table("asks"))];
        if (asks.Count > MostAsks) throw ManifestTable.Wrong(asks[MostAsks].Position, $"there must be at most {MostAsks} asks, not {asks.Count}");
        foreach (var (name, _, position) in asks)
        {
            if (!IsName(name)) throw ManifestTable.Wrong(position, "what is asked for must be named by lower-case letters, digits, _ and -, such as \"network\"");
        }

        return [.. asks.Select(ask => new ExtensionAsk(ask.Name, ask.Reason))];
    }

    /// <summary>How a manifest and the API name a type.</summary>
    public static string NameOf(ExtensionSettingType type) => type switch
    {
        ExtensionSettingType.Integer => "integer",
        ExtensionSettingType.Number => "number",
        ExtensionSettingType.Boolean => "boolean",
        _ => "string",
    };

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\z")]
    private static partial Regex Key { get; }

    [GeneratedRegex(@"^[a-z][a-z0-9_-]*\z")]
    private static partial Regex Ask { get; }

    private static bool IsName(string name) => name.Length <= LongestName && Ask.IsMatch(name);

    private static IEnumerable<(string Name, string? Reason, TomlPosition Position)> Reasons(ManifestTable asks)
    {
        foreach (var key in asks.Keys)
        {
            switch (asks.Find(key.Name))
            {
                case TomlBoolean { Value: false }: break;
                case TomlBoolean: yield return (key.Name, null, key.Position); break;
                default: yield return (key.Name, asks.Text(key.Name, LongestText), key.Position); break;
            }
        }
    }

    private static ExtensionSetting Read(TomlKeyPart key, ManifestTable setting)
    {
        if (key.Name.Length > LongestName || !Key.IsMatch(key.Name))
        {
            throw ManifestTable.Wrong(key.Position, $"a setting must be named by at most {LongestName} lower-case letters, digits and underscores, beginning with a letter");
        }

        var type = TypeOf(setting);
        var isSecret = setting.Boolean("secret") ?? false;
        var given = setting.Value("default", type);
        if (isSecret && given is not null) throw ManifestTable.Wrong(setting.PositionOf("default"), "a secret must not have a default: everybody could read it here");
        return new ExtensionSetting(key.Name, type, given, setting.Text("description", LongestText), isSecret);
    }

    private static ExtensionSettingType TypeOf(ManifestTable setting) => setting.Text("type", LongestName) switch
    {
        null or "string" => ExtensionSettingType.String,
        "integer" => ExtensionSettingType.Integer,
        "number" => ExtensionSettingType.Number,
        "boolean" => ExtensionSettingType.Boolean,
        _ => throw ManifestTable.Wrong(setting.PositionOf("type"), "type must be \"string\", \"integer\", \"number\" or \"boolean\""),
    };
}
