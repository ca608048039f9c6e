namespace TinyBase.Configuration;

/// <summary>Where the value of a setting comes from; a later one counts more.</summary>
internal enum SettingSource
{
    Default,

    /// <summary>The file <c>tinybase.toml</c>.</summary>
    File,

    /// <summary>What was saved through the API.</summary>
    Saved,

    /// <summary>A variable of the environment.</summary>
    Environment,

    /// <summary>The code of the app that TinyBase is part of.</summary>
    Code,
}

/// <summary>A setting with the value that counts and where it comes from.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">The value as one would write it, <c>***</c> for a secret; null if there is none.</param>
/// <param name="Source">The kind of place it comes from.</param>
/// <param name="Origin"><c>default</c>, <c>tinybase.toml:line:column</c>, <c>saved</c>, the name of a variable, or <c>code</c>.</param>
/// <param name="Apply">Applies the value; null where it is there already.</param>
internal sealed record EffectiveSetting(Setting Setting, string? Value, SettingSource Source, string Origin, Action<SettingsTarget>? Apply)
{
    public const string DefaultOrigin = "default";

    public const string SavedOrigin = "saved";

    public const string CodeOrigin = "code";

    public const string Mask = "***";

    /// <summary>Whether what is saved does not count.</summary>
    public bool IsPinned => Source > SettingSource.Saved;

    public static EffectiveSetting FromDefault(Setting setting) =>
        new(setting, Shown(setting, setting.Default), SettingSource.Default, DefaultOrigin, null);

    public static EffectiveSetting From(Setting setting, SettingSource source, string origin, SettingReading reading) =>
        new(setting, Shown(setting, reading.Shown), source, origin, reading.Apply);

    public static EffectiveSetting FromCode(Setting setting, string? value) =>
        new(setting, Shown(setting, value), SettingSource.Code, CodeOrigin, null);

    private static string? Shown(Setting setting, string? value) => setting.IsSecret && value is not null ? Mask : value;
}
