using System.Globalization;

using TinyBase.Configuration.Toml;

namespace TinyBase.Extensions.Packages;

/// <summary>Reads a table of a manifest. What has another type than it must have is an error with its place.</summary>
/// <param name="table">The table; null if the manifest has none.</param>
internal sealed class ManifestTable(TomlTable? table)
{
    /// <summary>The keys in the order of the manifest.</summary>
    public IEnumerable<TomlKeyPart> Keys => table is null ? [] : table.Entries.Select(entry => new TomlKeyPart(entry.Key, entry.Value.KeyPosition));

    /// <summary>A text on one line; null if there is none.</summary>
    public string? Text(string key, int longest)
    {
        if (Find(key) is not { } value) return null;
        if (value is not TomlString text) throw Wrong(value.Position, $"{key} must be a string, such as {key} = \"…\"");
        if (text.Value.Length > longest) throw Wrong(value.Position, $"{key} must have at most {longest} characters, not {text.Value.Length}");
        // It is written to terminals and logs.
        if (text.Value.Any(char.IsControl)) throw Wrong(value.Position, $"{key} must not have control characters or line breaks");
        return string.IsNullOrWhiteSpace(text.Value) ? null : text.Value.Trim();
    }

    /// <summary>True or false; null if there is none.</summary>
    public bool? Boolean(string key) => Find(key) switch
    {
        null => null,
        TomlBoolean boolean => boolean.Value,
        var other => throw Wrong(other.Position, $"{key} must be true or false"),
    };

    /// <summary>A table within; an empty one if there is none.</summary>
    public ManifestTable Table(string key) => Find(key) switch
    {
        null => new ManifestTable(null),
        TomlTable inner => new ManifestTable(inner),
        var other => throw Wrong(other.Position, $"{key} must be a table, such as [extension.{key}]"),
    };

    /// <summary>A default value as text, of the type that it must have; null if there is none.</summary>
    public string? Value(string key, ExtensionSettingType type) => (Find(key), type) switch
    {
        (null, _) => null,
        (TomlString text, ExtensionSettingType.String) => text.Value,
        (TomlInteger number, ExtensionSettingType.Integer or ExtensionSettingType.Number) => number.Value.ToString(CultureInfo.InvariantCulture),
        (TomlFloat number, ExtensionSettingType.Number) when double.IsFinite(number.Value) => number.Value.ToString("R", CultureInfo.InvariantCulture),
        (TomlBoolean boolean, ExtensionSettingType.Boolean) => boolean.Value ? "true" : "false",
        (var other, _) => throw Wrong(other!.Position, $"{key} must be of the type of the setting, {ManifestSettings.NameOf(type)}"),
    };

    /// <summary>The texts of an array.</summary>
    public static IEnumerable<(string Text, TomlPosition Position)> Texts(TomlArray array, string key) => array.Items.Select(item =>
        item is TomlString text ? (text.Value, item.Position) : throw Wrong(item.Position, $"{key} must hold strings"));

    /// <summary>A value of any type; null if there is none.</summary>
    public TomlValue? Find(string key) => table is not null && table.TryGet(key, out var entry) ? entry.Value : null;

    /// <summary>Where a key has its value.</summary>
    public TomlPosition PositionOf(string key) => Find(key)?.Position ?? TomlPosition.Start;

    public static TomlException Wrong(TomlPosition position, string problem) => new(ExtensionManifestReader.FileName, position, problem);
}
