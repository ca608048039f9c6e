using System.Globalization;
using System.Text.Json;

namespace TinyBase.Extensions.Packages.Settings;

/// <summary>The values of settings as texts.</summary>
internal static class SettingText
{
    public const int MaxLength = 10_000;

    /// <summary>What a right value looks like, so that "must be …" reads well.</summary>
    public static string Expected(ExtensionSettingType type) => type switch
    {
        ExtensionSettingType.Integer => "an integer",
        ExtensionSettingType.Number => "a number",
        ExtensionSettingType.Boolean => "true or false",
        _ => $"a text of {MaxLength} characters at most",
    };

    /// <summary>A value in its usual form; null if it is none of that type.</summary>
    public static string? Read(ExtensionSettingType type, string text) => type switch
    {
        ExtensionSettingType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? integer.ToString(CultureInfo.InvariantCulture) : null,
        ExtensionSettingType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture) : null,
        ExtensionSettingType.Boolean => bool.TryParse(text, out var boolean) ? boolean ? "true" : "false" : null,
        _ => text.Length <= MaxLength ? text : null,
    };

    /// <summary>A JSON value as text; null if it is none of that type.</summary>
    public static string? Read(ExtensionSettingType type, JsonElement json) => (type, json.ValueKind) switch
    {
        (ExtensionSettingType.String, JsonValueKind.String) => Read(type, json.GetString()!),
        (ExtensionSettingType.Integer or ExtensionSettingType.Number, JsonValueKind.Number) => Read(type, json.GetRawText()),
        (ExtensionSettingType.Boolean, JsonValueKind.True) => "true",
        (ExtensionSettingType.Boolean, JsonValueKind.False) => "false",
        _ => null,
    };

    /// <summary>A value as JSON.</summary>
    public static JsonElement ToJson(ExtensionSettingType type, string text) => type == ExtensionSettingType.String
        ? JsonSerializer.SerializeToElement(text, Hosting.WireJson.Wire.String)
        : JsonElement.Parse(text);
}
