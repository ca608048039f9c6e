using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>The name of a time zone in the IANA database.</summary>
internal sealed class TimeZoneType : ScalarType<string>
{
    public override string Expected => "an IANA time zone, such as Europe/Berlin";

    public override string Show(string value) => value;

    protected override bool TryRead(string text, [NotNullWhen(true)] out string? value)
    {
        value = text.Trim();
        return value.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone) && zone.HasIanaId;
    }
}
