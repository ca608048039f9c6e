using System.Text.RegularExpressions;

namespace TinyBase.Scheduling.Plans;

/// <summary>Finds time zones by their IANA names.</summary>
internal static partial class TimeZones
{
    /// <summary>The zone of a name; null if there is none.</summary>
    public static TimeZoneInfo? Find(string name) =>
        Name.IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone : null;

    /// <summary>Nothing that could lead out of the folder of the zones.</summary>
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+){0,3}\z")]
    private static partial Regex Name { get; }
}
