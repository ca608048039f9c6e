namespace TinyBase.Extensions.Packages;

/// <summary>What the values of a setting are.</summary>
internal enum ExtensionSettingType
{
    String,
    Integer,
    Number,
    Boolean,
}

/// <summary>A setting that an extension has, from <c>[extension.settings.key]</c>.</summary>
/// <param name="Key">Its name: lower-case letters, digits and underscores.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Default">Its value where nobody gives one, as text; null for none.</param>
/// <param name="Description">What it does.</param>
/// <param name="IsSecret">Whether its value is shown to nobody.</param>
internal sealed record ExtensionSetting(string Key, ExtensionSettingType Type, string? Default, string? Description, bool IsSecret);
