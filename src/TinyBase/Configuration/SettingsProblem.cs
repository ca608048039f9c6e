namespace TinyBase.Configuration;

/// <summary>How bad a problem with the settings is.</summary>
public enum SettingsSeverity
{
    /// <summary>Something has no effect; the server starts.</summary>
    Warning,

    /// <summary>A value cannot be used; the server does not start.</summary>
    Error,
}

/// <summary>Something that is wrong with the settings.</summary>
/// <param name="Severity">Whether it keeps the server from starting.</param>
/// <param name="Where">The place as <c>tinybase.toml:line:column</c>, or the name of the environment variable.</param>
/// <param name="Message">What was given and what would be right; never the value of a secret.</param>
public sealed record SettingsProblem(SettingsSeverity Severity, string Where, string Message)
{
    /// <summary>The problem as one line, the place first.</summary>
    public override string ToString() => $"{Where}: {Message}";
}
