using Shouldly;

using TinyBase.Scheduling;
using TinyBase.Storage;

using Xunit;

namespace TinyBase.Tests.Scheduling;

/// <summary>Servers that end, and clocks that are set.</summary>
public sealed class ScheduleLossTests
{
    private const string Hourly = """{"method": "interval", "unit": "hours", "value": 1}""";

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task A_run_that_was_claimed_and_not_run_is_told_as_lost_or_done_at_the_next_start(int retries, int runs)
    {
        await using var scheduler = new Scheduler();
        var id = await scheduler.Add(Hourly, rules: new ScheduleRequest { MaxRetries = retries });
        scheduler.Clock.Advance(TimeSpan.FromHours(1));
        await Claim(scheduler, id);

        // The next start.
        (await scheduler.Runs.LoseAll(default)).ShouldBe(1);
        scheduler.Start();
        await scheduler.Pass(TimeSpan.FromMinutes(1));

        var schedule = await scheduler.Get(id);
        if (retries == 0) schedule.LastError.ShouldNotBeNull().ShouldContain("The server ended before the run did");
        (await scheduler.Statuses(id)).ShouldBe([retries == 0 ? "lost" : "succeeded"]);
        await scheduler.Pass(TimeSpan.FromHours(1));
        scheduler.Runner.Runs.Count.ShouldBe(runs);
    }

    [Fact]
    public async Task The_runs_of_an_engine_that_is_not_heard_of_are_given_up_by_another()
    {
        await using var scheduler = new Scheduler();
        var id = await scheduler.Add(Hourly);
        scheduler.Clock.Advance(TimeSpan.FromHours(1));
        await Claim(scheduler, id);
        scheduler.Held = 1;
        scheduler.Start();

        for (var i = 0; i < 5; i++) await Step(scheduler, TimeSpan.FromSeconds(10));
        (await scheduler.Statuses(id)).ShouldBe(["running"]);
        await Scheduler.Until(async () =>
        {
            await Step(scheduler, TimeSpan.FromSeconds(10));
            return (await scheduler.Statuses(id))[0] == "lost";
        });
    }

    [Fact]
    public async Task The_runs_of_an_engine_that_beats_are_left_alone_also_when_the_clock_jumps()
    {
        await using var scheduler = new Scheduler();
        var id = await scheduler.Add(Hourly);
        var gate = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Runner.Outcome = (_, _) => gate.Task;
        scheduler.Held = 1;
        scheduler.Start();
        await scheduler.Pass(TimeSpan.FromHours(1));
        await Scheduler.Until(() => Task.FromResult(!scheduler.Runner.Runs.IsEmpty));
        scheduler.Start(new RecordingRunner());

        for (var i = 0; i < 20; i++) await Step(scheduler, TimeSpan.FromSeconds(10));
        scheduler.Clock.Set(scheduler.Clock.GetUtcNow().AddMinutes(30));
        for (var i = 0; i < 3; i++) await Step(scheduler, TimeSpan.FromSeconds(10));

        (await scheduler.Statuses(id)).ShouldBe(["running"]);
        gate.SetResult(RunOutcome.Done());
        await Scheduler.Until(async () => (await scheduler.Statuses(id))[0] == "succeeded");
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_runs_what_it_passes_over_once()
    {
        await using var scheduler = new Scheduler();
        await scheduler.Add("""{"method": "cron", "cron": "*/5 * * * *"}""");
        scheduler.Start();
        await scheduler.Pass(TimeSpan.FromMinutes(11));

        scheduler.Clock.Set(scheduler.Clock.GetUtcNow().AddDays(3));
        await scheduler.Pass(TimeSpan.FromMinutes(5));

        scheduler.Runner.Runs.Select(run => run.Run.PlannedAt[..16]).ShouldBe(
            ["2026-01-01T00:05", "2026-01-01T00:10", "2026-01-01T00:15", "2026-01-04T00:15"]);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_a_little_repeats_nothing_and_intervals_go_on()
    {
        await using var scheduler = new Scheduler();
        await scheduler.Add("""{"method": "cron", "cron": "0 9 * * *"}""", "daily");
        await scheduler.Add("""{"method": "interval", "unit": "minutes", "value": 1}""", "interval");
        scheduler.Start();
        await scheduler.PassTo(DateTimeOffset.Parse("2026-01-01T09:00:30Z", null));
        var before = scheduler.Runner.Names.Count(name => name == "interval");

        scheduler.Clock.Set(DateTimeOffset.Parse("2026-01-01T08:30Z", null));
        await Planned(scheduler, "interval", DateTimeOffset.Parse("2026-01-01T08:31:10Z", null));
        await scheduler.PassTo(DateTimeOffset.Parse("2026-01-01T09:10Z", null));

        scheduler.Runner.Names.Count(name => name == "daily").ShouldBe(1);
        (scheduler.Runner.Names.Count(name => name == "interval") - before).ShouldBeInRange(38, 41);
        await scheduler.PassTo(DateTimeOffset.Parse("2026-01-02T09:00:01Z", null));
        scheduler.Runner.Names.Count(name => name == "daily").ShouldBe(2);
    }

    [Fact]
    public async Task What_was_planned_by_a_clock_that_ran_a_year_ahead_does_not_wait_for_a_year()
    {
        await using var scheduler = new Scheduler("2027-01-01T00:00Z");
        await scheduler.Add("""{"method": "cron", "cron": "0 9 * * *"}""", "daily");
        scheduler.Start();
        await scheduler.Pass(TimeSpan.FromHours(10));

        scheduler.Clock.Set(DateTimeOffset.Parse("2026-01-01T10:00Z", null));
        await Planned(scheduler, "daily", DateTimeOffset.Parse("2026-01-02T09:00Z", null));
        await scheduler.Pass(TimeSpan.FromDays(1));

        scheduler.Runner.Runs.Select(run => run.Run.PlannedAt[..10]).ShouldBe(["2027-01-01", "2026-01-02"]);
    }

    /// <summary>Claims what is due, as an engine that is killed before it begins.</summary>
    private static async Task Claim(Scheduler scheduler, string id)
    {
        var now = scheduler.Clock.GetUtcNow();
        var due = new DueSchedule(await scheduler.Get(id), Timestamps.ToText(now.AddHours(1)), IsMissed: false, Problem: null);
        (await scheduler.Runs.Claim(new ClaimRequest("killed", now, [], [due]), default)).ShouldHaveSingleItem();
        (await scheduler.Runs.Claim(new ClaimRequest("another", now, [], [due]), default)).ShouldBeEmpty();
    }

    /// <summary>Lets a little time pass, and the engines look.</summary>
    private static async Task Step(Scheduler scheduler, TimeSpan time)
    {
        scheduler.Clock.Advance(time);
        await Task.Delay(10);
    }

    /// <summary>Waits until the engine has noticed that the clock was set, and has planned anew.</summary>
    private static Task Planned(Scheduler scheduler, string name, DateTimeOffset latest) => Scheduler.Until(async () =>
    {
        scheduler.Clock.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(1);
        var planned = (await scheduler.Store.Planned(default)).Single(schedule => schedule.Name == name).NextRunAt!;
        return Timestamps.Parse(planned) <= latest;
    });
}
