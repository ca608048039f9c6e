namespace TinyBase.Scheduling.Plans;

/// <summary>Every so often, in absolute time: neither a clock change nor how long a run takes moves it.</summary>
internal sealed class IntervalPlan(TimeSpan every, TimeZoneInfo zone) : SchedulePlan(zone)
{
    public TimeSpan Every => every;

    public override DateTimeOffset? After(DateTimeOffset time) =>
        time.UtcDateTime <= DateTime.MaxValue - every ? time.ToUniversalTime() + every : null;

    public override DateTimeOffset? Following(DateTimeOffset planned, DateTimeOffset now)
    {
        // On the grid of the planned time, so that lateness does not add up.
        var passed = now >= planned ? (now - planned).Ticks / every.Ticks : 0;
        return After(planned.AddTicks(passed * every.Ticks));
    }
}
