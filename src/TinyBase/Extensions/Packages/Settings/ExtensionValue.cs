namespace TinyBase.Extensions.Packages.Settings;

/// <summary>Where the value of a setting of an extension comes from.</summary>
internal enum ValueSource
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The manifest of the extension.</summary>
    Default,

    /// <summary><c>tinybase.toml</c>.</summary>
    File,

    /// <summary>An admin has saved it.</summary>
    Saved,

    /// <summary>A variable of the environment.</summary>
    Environment,
}

/// <summary>A setting of an extension with its value.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">Its value as text; null for none.</param>
/// <param name="Source">Where that comes from.</param>
/// <param name="Variable">The variable of the environment that sets it.</param>
internal sealed record ExtensionValue(ExtensionSetting Setting, string? Value, ValueSource Source, string Variable)
{
    /// <summary>Whether nothing that is saved counts.</summary>
    public bool IsPinned => Source == ValueSource.Environment;
}
