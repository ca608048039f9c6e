using Shouldly;

using TinyBase.Audit;
using TinyBase.Scheduling;

using Xunit;

namespace TinyBase.Tests.Scheduling;

public sealed class ScheduleEngineTests
{
    private const string EveryMinute = """{"method": "interval", "unit": "minutes", "value": 1}""";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_year_of_Sundays_runs_each_once_at_its_time_through_both_clock_changes()
    {
        await using var scheduler = new Scheduler();
        await scheduler.Add("""{"method": "cron", "cron": "30 2 * * 0", "timezone": "Europe/Berlin"}""");
        scheduler.Start();

        await scheduler.PassTo(DateTimeOffset.Parse("2027-01-01T00:00Z", null));

        var expected = WrittenZone.All["Europe/Berlin"]
            .Minutes(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc))
            .Where(minute => minute.Is(time => time is { DayOfWeek: DayOfWeek.Sunday, Hour: 2, Minute: 30 }, isFixed: true))
            .Select(minute => minute.Utc)
            .ToList();
        scheduler.Runner.Runs.Select(run => DateTimeOffset.Parse(run.Run.PlannedAt, null)).ShouldBe(expected);
        expected.Count.ShouldBe(52);
    }

    [Fact]
    public async Task An_interval_does_not_drift_however_late_its_runs_are()
    {
        await using var scheduler = new Scheduler();
        await scheduler.Add(EveryMinute);
        scheduler.Start();

        for (var i = 0; i < 5; i++)
        {
            scheduler.Clock.Advance(TimeSpan.FromSeconds(67));
            await scheduler.Settled();
        }

        scheduler.Runner.Runs.Select(run => run.Run.PlannedAt[11..19]).ShouldBe(["00:01:00", "00:02:00", "00:03:00", "00:04:00", "00:05:00"]);
    }

    [Fact]
    public async Task A_schedule_for_once_runs_once_and_stays_as_inactive()
    {
        await using var scheduler = new Scheduler();
        var id = await scheduler.Add("""{"method": "once", "date": "2026-01-01", "time": "09:00"}""");
        scheduler.Start();

        await scheduler.Pass(TimeSpan.FromDays(2));

        scheduler.Runner.Names.ShouldBe(["it"]);
        var schedule = await scheduler.Get(id);
        (schedule.IsActive, schedule.NextRunAt, schedule.LastStatus).ShouldBe((false, null, "succeeded"));
        (await scheduler.Service.Update(id, new ScheduleRequest { IsActive = true }, Actor.Operator, default)).Refusal!.Detail.ShouldContain("date: Input should be in the future");
    }

    [Theory]
    [InlineData("skip", new[] { "succeeded", "skipped", "skipped" }, 1)]
    [InlineData("queue", new[] { "succeeded", "succeeded", "skipped" }, 2)]
    public async Task A_run_whose_predecessor_goes_on_is_left_out_or_run_after_it(string policy, string[] statuses, int runs)
    {
        await using var scheduler = new Scheduler();
        var id = await scheduler.Add(EveryMinute, rules: new ScheduleRequest { OverlapPolicy = policy });
        var gate = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Runner.Outcome = (_, _) => gate.Task;
        scheduler.Held = 1;
        scheduler.Start();

        for (var i = 0; i < 3; i++) await scheduler.Pass(Minute);
        await scheduler.Service.Update(id, new ScheduleRequest { Name = "renamed while it runs" }, Actor.Operator, default);
        gate.SetResult(RunOutcome.Done());
        scheduler.Held = 0;
        await Scheduler.Until(async () => (await scheduler.Statuses(id)).SequenceEqual(statuses));

        scheduler.Runner.Runs.Count.ShouldBe(runs);
        (await scheduler.Get(id)).Name.ShouldBe("renamed while it runs");
    }

    [Theory]
    [InlineData("run_once", 2)]
    [InlineData("skip", 1)]
    public async Task After_downtime_what_was_missed_is_run_once_or_left_out_and_never_in_a_burst(string policy, int runs)
    {
        await using var scheduler = new Scheduler();
        var id = await scheduler.Add(EveryMinute, rules: new ScheduleRequest { MisfirePolicy = policy });
        scheduler.Clock.Advance(TimeSpan.FromHours(10) + TimeSpan.FromSeconds(30));

        scheduler.Start();
        await scheduler.Settled();
        await scheduler.Pass(Minute);

        scheduler.Runner.Runs.Count.ShouldBe(runs);
        (await scheduler.Get(id)).NextRunAt.ShouldBe("2026-01-01T10:02:00.000000Z");
        (await scheduler.Statuses(id)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_fails_is_tried_again_after_twice_as_long_each_time_and_then_told()
    {
        await using var scheduler = new Scheduler();
        var id = await scheduler.Add(
            """{"method": "once", "date": "2026-01-01", "time": "01:00"}""", rules: new ScheduleRequest { MaxRetries = 3, RetryDelaySeconds = 10 });
        var times = new List<DateTimeOffset>();
        scheduler.Runner.Outcome = (_, _) =>
        {
            times.Add(scheduler.Clock.GetUtcNow());
            return Task.FromResult(RunOutcome.Failed("not like this"));
        };
        scheduler.Start();

        await scheduler.Pass(TimeSpan.FromHours(2));

        times.Zip(times.Skip(1), (one, next) => Math.Round((next - one).TotalSeconds)).ShouldBe([10, 20, 40]);
        var schedule = await scheduler.Get(id);
        (schedule.LastStatus, schedule.LastError, schedule.FailuresInARow).ShouldBe(("failed", "not like this", 1));
        (await scheduler.Runs.List(id, 10, 0, default)).Runs.ShouldHaveSingleItem().Attempt.ShouldBe(4);
    }

    [Fact]
    public async Task A_schedule_that_fails_again_and_again_is_disabled_where_that_is_wanted()
    {
        await using var scheduler = new Scheduler();
        var id = await scheduler.Add(EveryMinute, rules: new ScheduleRequest { SetsDisableAfterFailures = true, DisableAfterFailures = 3 });
        scheduler.Runner.Outcome = (_, _) => Task.FromResult(
            scheduler.Runner.Runs.Count == 2 ? RunOutcome.Done() : RunOutcome.Failed("not like this"));
        scheduler.Start();

        await scheduler.Pass(TimeSpan.FromMinutes(20));

        scheduler.Runner.Runs.Count.ShouldBe(5);
        var schedule = await scheduler.Get(id);
        (schedule.IsActive, schedule.NextRunAt, schedule.LastError).ShouldBe((false, null, "not like this"));
        (await scheduler.Service.Update(id, new ScheduleRequest { IsActive = true }, Actor.Operator, default)).Schedule!.FailuresInARow.ShouldBe(0);
    }

    [Fact]
    public async Task Two_engines_run_each_of_a_hundred_schedules_that_are_due_in_one_second_once()
    {
        await using var scheduler = new Scheduler();
        for (var i = 0; i < 100; i++) await scheduler.Add("""{"method": "cron", "cron": "0 9 * * *"}""", $"schedule {i:00}");
        var (one, other) = (new RecordingRunner(), new RecordingRunner());
        foreach (var runner in (RecordingRunner[])[one, other])
        {
            runner.Outcome = async (_, _) =>
            {
                await Task.Yield();
                return RunOutcome.Done();
            };
            scheduler.Start(runner);
        }

        await scheduler.Pass(TimeSpan.FromHours(10));

        one.Names.Concat(other.Names).Order().ShouldBe(Enumerable.Range(0, 100).Select(i => $"schedule {i:00}"));
    }

    [Fact]
    public async Task A_schedule_that_hangs_holds_up_no_other()
    {
        await using var scheduler = new Scheduler();
        await scheduler.Add(EveryMinute, "hangs");
        await scheduler.Add(EveryMinute, "goes on");
        var never = new TaskCompletionSource<RunOutcome>();
        scheduler.Runner.Outcome = (run, abort) => run.Schedule.Name == "hangs" ? never.Task.WaitAsync(abort) : Task.FromResult(RunOutcome.Done());
        scheduler.Runner.Outcome = Guarded(scheduler.Runner.Outcome);
        scheduler.Held = 1;
        scheduler.Start();

        for (var i = 0; i < 5; i++) await scheduler.Pass(Minute);

        scheduler.Runner.Names.Count(name => name == "goes on").ShouldBe(5);
        scheduler.Runner.Names.Count(name => name == "hangs").ShouldBe(1);
    }

    [Fact]
    public async Task So_many_runs_go_on_at_once_and_no_more()
    {
        await using var scheduler = new Scheduler();
        scheduler.Options.Scheduler.MaxConcurrentRuns = 3;
        for (var i = 0; i < 12; i++) await scheduler.Add(EveryMinute, $"schedule {i}");
        var (begun, now, most) = (0, 0, 0);
        var threes = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        scheduler.Runner.Outcome = async (_, abort) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            // Each run waits until three have begun together, and then gives one too many the time to begin.
            var ordinal = Interlocked.Increment(ref begun) - 1;
            if (ordinal % 3 == 2) threes[ordinal / 3].SetResult();
            await threes[ordinal / 3].Task.WaitAsync(abort);
            await Task.Delay(2, abort);
            Interlocked.Decrement(ref now);
            return RunOutcome.Done();
        };
        scheduler.Start();

        await scheduler.Pass(Minute + TimeSpan.FromSeconds(1));

        scheduler.Runner.Runs.Count.ShouldBe(12);
        most.ShouldBe(3);
    }

    [Fact]
    public async Task A_disabled_scheduler_stops_the_schedules_of_users_only()
    {
        var job = new CountingJob();
        await using var scheduler = new Scheduler(jobs: job);
        await scheduler.Jobs.Sync(default);
        var id = await scheduler.Add(EveryMinute);
        scheduler.Options.Scheduler.Enabled = false;
        scheduler.Start();

        await scheduler.Pass(TimeSpan.FromMinutes(3));
        scheduler.Runner.Names.ShouldBe(["Count", "Count", "Count"]);

        // What somebody asks for runs all the same.
        await scheduler.Service.RunNow(id, Actor.Operator, default);
        await Scheduler.Until(() => Task.FromResult(scheduler.Runner.Names.Contains("it")));
        scheduler.Options.Scheduler.Enabled = true;
        await scheduler.Pass(Minute);
        scheduler.Runner.Names.Count(name => name == "it").ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_change_of_how_often_housekeeping_is_done_counts_from_its_next_run()
    {
        var job = new CountingJob();
        await using var scheduler = new Scheduler(jobs: job);
        await scheduler.Jobs.Sync(default);
        scheduler.Start();
        await scheduler.Pass(Minute);

        job.Interval = TimeSpan.FromHours(1);
        await scheduler.Pass(TimeSpan.FromHours(2));

        scheduler.Runner.Names.Length.ShouldBe(3);
        (await scheduler.Store.Declared(ScheduleSource.System, default)).ShouldHaveSingleItem().Plan.ShouldContain("3600");
    }

    private static Func<ClaimedRun, CancellationToken, Task<RunOutcome>> Guarded(Func<ClaimedRun, CancellationToken, Task<RunOutcome>> outcome) =>
        async (run, abort) =>
        {
            try
            {
                return await outcome(run, abort);
            }
            catch (OperationCanceledException)
            {
                return RunOutcome.Lost;
            }
        };

    private static void InterlockedMax(ref int most, int value)
    {
        int before;
        do before = most;
        while (before < value && Interlocked.CompareExchange(ref most, value, before) != before);
    }

    private sealed class CountingJob : ISystemJob
    {
        public string Name => "count";

        public string Title => "Count";

        public TimeSpan Interval { get; set; } = Minute;

        public Task Run(CancellationToken cancel) => Task.CompletedTask;
    }
}
