namespace TinyBase.Configuration;

/// <summary>The settings cannot be used. The message lists all errors, one a line, each with its place.</summary>
/// <param name="errors">All errors; at least one.</param>
public sealed class SettingsException(IReadOnlyList<SettingsProblem> errors)
    : Exception(string.Join(Environment.NewLine, errors.Prepend<object>("The settings have errors:")))
{
    /// <summary>All errors, those of <c>tinybase.toml</c> first.</summary>
    public IReadOnlyList<SettingsProblem> Errors { get; } = errors;
}
