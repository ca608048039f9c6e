namespace TinyBase.Configuration;

/// <summary>What settings are applied to.</summary>
internal sealed record SettingsTarget(TinyBaseOptions Options, AdminSeed Admin);
