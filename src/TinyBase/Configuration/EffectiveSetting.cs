namespace TinyBase.Configuration;

/// <summary>A setting with the value that counts and where it comes from.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">The value as one would write it, <c>***</c> for a secret; null if there is none.</param>
/// <param name="Origin"><c>default</c>, <c>tinybase.toml:line:column</c> or the name of a variable.</param>
/// <param name="Apply">Applies the value; null for a default.</param>
internal sealed record EffectiveSetting(Setting Setting, string? Value, string Origin, Action<SettingsTarget>? Apply)
{
    public const string DefaultOrigin = "default";

    public const string Mask = "***";

    public static EffectiveSetting FromDefault(Setting setting) => new(setting, Shown(setting, setting.Default), DefaultOrigin, null);

    public static EffectiveSetting From(Setting setting, GivenSetting given, SettingReading reading)
        => new(setting, Shown(setting, reading.Shown), given.Value.Where, reading.Apply);

    private static string? Shown(Setting setting, string? value) => setting.IsSecret && value is not null ? Mask : value;
}
