using TinyBase.Configuration;

namespace TinyBase.Settings;

/// <summary>A setting that can be saved through the API.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Setting">The setting.</param>
/// <param name="Min">The least value of an integer.</param>
/// <param name="Max">The greatest value of an integer, or the most code points of a text.</param>
internal sealed record SettingsField(string Name, Setting Setting, int Min, int Max)
{
    /// <summary>What a value is told that the setting does not take; null for what is usual, 422 with what would be right.</summary>
    public Func<string, string>? Refusal { get; init; }

    public bool IsInteger => Setting.TypeName == "integer";

    public bool IsBoolean => Setting.TypeName == "boolean";
}
