namespace TinyBase.Scheduling.Plans;

/// <summary>At one time.</summary>
internal sealed class OncePlan(DateTimeOffset time, TimeZoneInfo zone) : SchedulePlan(zone)
{
    /// <summary>When a clock on the wall shows a time: in a gap it is the first moment after the gap, and of two the first.</summary>
    public static DateTimeOffset Resolve(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local)) return AfterGap(local, zone);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public override DateTimeOffset? After(DateTimeOffset other) => time > other ? time : null;

    private static DateTimeOffset AfterGap(DateTime local, TimeZoneInfo zone)
    {
        // Gaps begin and end at whole minutes.
        var minute = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(minute)) minute = minute.AddMinutes(1);
        return new DateTimeOffset(minute, zone.GetUtcOffset(minute)).ToUniversalTime();
    }
}
