using Shouldly;

using TinyBase.Scheduling.Plans;

using Xunit;

namespace TinyBase.Tests.Scheduling;

/// <summary>A year of each common pattern in five zones, with both clock changes, against a calendar of our own.</summary>
public sealed class CronYearTests
{
    private static readonly DateTime Begin = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime End = new(2027, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>The pattern, what it means, and whether its hour is fixed.</summary>
    private static readonly Dictionary<string, (Func<DateTime, bool> Means, bool IsFixed)> Patterns = new()
    {
        ["* * * * *"] = (_ => true, false),
        ["*/15 * * * *"] = (time => time.Minute % 15 == 0, false),
        ["0 * * * *"] = (time => time.Minute == 0, false),
        ["@hourly"] = (time => time.Minute == 0, false),
        ["10 */2 * * *"] = (time => time is { Minute: 10 } && time.Hour % 2 == 0, false),
        ["0 9 * * 1-5"] = (time => time is { Hour: 9, Minute: 0, DayOfWeek: >= DayOfWeek.Monday and <= DayOfWeek.Friday }, true),
        ["0 9 * * mon-fri"] = (time => time is { Hour: 9, Minute: 0, DayOfWeek: >= DayOfWeek.Monday and <= DayOfWeek.Friday }, true),
        ["30 2 * * *"] = (time => time is { Hour: 2, Minute: 30 }, true),
        ["15 2 * * *"] = (time => time is { Hour: 2, Minute: 15 }, true),
        ["45 1 * * *"] = (time => time is { Hour: 1, Minute: 45 }, true),
        ["*/20 1-3 * * *"] = (time => time is { Hour: >= 1 and <= 3 } && time.Minute % 20 == 0, true),
        ["0 2,3 * * *"] = (time => time is { Hour: 2 or 3, Minute: 0 }, true),
        ["@daily"] = (time => time is { Hour: 0, Minute: 0 }, true),
        ["@weekly"] = (time => time is { Hour: 0, Minute: 0, DayOfWeek: DayOfWeek.Sunday }, true),
        ["@monthly"] = (time => time is { Day: 1, Hour: 0, Minute: 0 }, true),
        ["@yearly"] = (time => time is { Month: 1, Day: 1, Hour: 0, Minute: 0 }, true),
        ["0 12 31 * *"] = (time => time is { Day: 31, Hour: 12, Minute: 0 }, true),
        ["0 23 L * *"] = (time => time is { Hour: 23, Minute: 0 } && time.AddDays(1).Day == 1, true),
        ["0 8 * * 0"] = (time => time is { Hour: 8, Minute: 0, DayOfWeek: DayOfWeek.Sunday }, true),
        ["0 8 * * 7"] = (time => time is { Hour: 8, Minute: 0, DayOfWeek: DayOfWeek.Sunday }, true),
        ["0 8 * * sun#2"] = (time => time is { Hour: 8, Minute: 0, DayOfWeek: DayOfWeek.Sunday, Day: >= 8 and <= 14 }, true),
        ["0 8 * * 5L"] = (time => time is { Hour: 8, Minute: 0, DayOfWeek: DayOfWeek.Friday } && time.AddDays(7).Month != time.Month, true),
        ["0 8 13 * 5"] = (time => time is { Hour: 8, Minute: 0 } and ({ Day: 13 } or { DayOfWeek: DayOfWeek.Friday }), true),
        ["5,10,40-42 6 1 jan,jul *"] = (time => time is { Hour: 6, Day: 1, Month: 1 or 7, Minute: 5 or 10 or (>= 40 and <= 42) }, true),
    };

    public static TheoryData<string> Zones => [.. WrittenZone.All.Keys];

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_year_of_each_pattern_is_as_the_calendar_has_it(string zone)
    {
        var minutes = WrittenZone.All[zone].Minutes(Begin, End);
        foreach (var (cron, (means, isFixed)) in Patterns)
        {
            var plan = CronPlan.Read(cron, TimeZoneInfo.FindSystemTimeZoneById(zone), out var problem).ShouldNotBeNull($"{cron}: {problem}");

            var times = plan.NextAfter(new DateTimeOffset(Begin.AddMinutes(-1)), int.MaxValue).TakeWhile(time => time < End).ToList();

            times.SequenceEqual(minutes.Where(minute => minute.Is(means, isFixed)).Select(minute => minute.Utc)).ShouldBeTrue($"{cron} in {zone}");
        }
    }

    [Theory]
    // A time in the gap comes right after it.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-07T12:00Z", "2026-03-08T07:00Z", "2026-03-09T06:30Z")]
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00Z", "2026-10-03T15:30Z", "2026-10-04T15:15Z")]
    // A doubled time comes once, the first time.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31T12:00Z", "2026-11-01T05:30Z", "2026-11-02T06:30Z")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00Z", "2026-04-04T14:45Z", "2026-04-05T15:15Z")]
    // Also for somebody who makes the schedule between the two.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10Z", "2026-10-26T01:30Z", "2026-10-27T01:30Z")]
    // A wildcard hour comes in both passes.
    [InlineData("30 * * * *", "Europe/Berlin", "2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z")]
    [InlineData("0 9 * * *", "Asia/Kolkata", "2026-06-01T00:00Z", "2026-06-01T03:30Z", "2026-06-02T03:30Z")]
    [InlineData("0 0 29 2 *", "UTC", "2026-06-01T00:00Z", "2028-02-29T00:00Z", "2032-02-29T00:00Z")]
    [InlineData("0 0 29 2 *", "UTC", "2096-03-01T00:00Z", "2104-02-29T00:00Z", "2108-02-29T00:00Z")]
    [InlineData("0 12 31 * *", "UTC", "2026-01-31T12:00Z", "2026-03-31T12:00Z", "2026-05-31T12:00Z")]
    [InlineData("0 12 L * *", "UTC", "2028-02-01T12:00Z", "2028-02-29T12:00Z", "2028-03-31T12:00Z")]
    public void Times_are_as_written_down(string cron, string zone, string from, string first, string second)
    {
        var plan = CronPlan.Read(cron, TimeZoneInfo.FindSystemTimeZoneById(zone), out _).ShouldNotBeNull();

        plan.NextAfter(DateTimeOffset.Parse(from, null), 2).ShouldBe([DateTimeOffset.Parse(first, null), DateTimeOffset.Parse(second, null)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("0 * * * * *")]
    [InlineData("0 0 12 1 1 ? 2030")]
    [InlineData("60 * * * *")]
    [InlineData("99 * * * *")]
    [InlineData("0 0 98 * *")]
    [InlineData("0,99 * * * *")]
    [InlineData("99/2 * * * *")]
    [InlineData("99999999999999999999 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("* * 32 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * 8")]
    [InlineData("*/0 * * * *")]
    [InlineData("H * * * *")]
    [InlineData("R * * * *")]
    [InlineData("a b c d e")]
    [InlineData("-1 * * * *")]
    [InlineData("@reboot")]
    [InlineData("@never")]
    public void What_is_no_cron_expression_is_refused(string cron)
    {
        CronPlan.Read(cron, TimeZoneInfo.Utc, out var problem).ShouldBeNull();
        problem.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_day_that_no_month_has_never_comes() =>
        CronPlan.Read("0 0 31 2 *", TimeZoneInfo.Utc, out _).ShouldNotBeNull().After(new DateTimeOffset(Begin)).ShouldBeNull();

    [Theory]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:00Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30Z")]
    [InlineData("2026-07-01T12:00", "2026-07-01T10:00Z")]
    public void One_time_is_right_after_the_gap_and_the_first_of_two(string local, string utc) =>
        OncePlan.Resolve(DateTime.Parse(local, null), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).ShouldBe(DateTimeOffset.Parse(utc, null));

    [Fact]
    public void Intervals_stay_on_their_grid_and_do_not_make_up_for_what_has_passed()
    {
        var plan = new IntervalPlan(TimeSpan.FromMinutes(10), TimeZoneInfo.Utc);
        var planned = new DateTimeOffset(Begin);

        plan.Following(planned, planned.AddSeconds(3)).ShouldBe(planned.AddMinutes(10));
        plan.Following(planned, planned.AddMinutes(35)).ShouldBe(planned.AddMinutes(40));
        plan.Following(planned, planned.AddMinutes(40)).ShouldBe(planned.AddMinutes(50));
        plan.Following(planned, planned.AddMinutes(-3)).ShouldBe(planned.AddMinutes(10));
    }
}
