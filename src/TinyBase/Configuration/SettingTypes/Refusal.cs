namespace TinyBase.Configuration.SettingTypes;

/// <summary>A value that cannot be used.</summary>
/// <param name="Where">The place of the value.</param>
/// <param name="Expected">What would be right, so that "must be …" reads well.</param>
/// <param name="Given">What was given, fit to be shown unless the setting is a secret.</param>
internal sealed record Refusal(string Where, string Expected, string Given);
