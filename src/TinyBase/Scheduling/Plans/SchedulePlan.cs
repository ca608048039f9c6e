namespace TinyBase.Scheduling.Plans;

/// <summary>When a schedule runs.</summary>
internal abstract class SchedulePlan(TimeZoneInfo zone)
{
    /// <summary>The zone in which people read its times.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>The first time after another one, in UTC; null if there is none.</summary>
    public abstract DateTimeOffset? After(DateTimeOffset time);

    /// <summary>The first time after both a planned one and now, in UTC; null if there is none. What lies between them is not made up for.</summary>
    public virtual DateTimeOffset? Following(DateTimeOffset planned, DateTimeOffset now) => After(planned > now ? planned : now);

    /// <summary>The next times after another one.</summary>
    public IEnumerable<DateTimeOffset> NextAfter(DateTimeOffset time, int count)
    {
        for (var i = 0; i < count && After(time) is { } next; i++) yield return time = next;
    }
}
