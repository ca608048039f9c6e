using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>The URL or path of a SQLite database file.</summary>
internal sealed class DatabaseUrlType : ScalarType<string>
{
    public override string Expected => DatabasePath.Expected;

    public override string Show(string value) => DatabasePath.Shown(value);

    protected override bool TryRead(string text, [NotNullWhen(true)] out string? value)
    {
        value = text.Trim();
        return DatabasePath.IsValid(value);
    }

    protected override string ShowRefused(GivenValue given)
        => string.IsNullOrEmpty(given.Text) ? given.Shown : (given with { Text = DatabasePath.Shown(given.Text.Trim()) }).Shown;
}
