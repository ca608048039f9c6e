using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting.Events;
using TinyBase.Scheduling;
using TinyBase.Scheduling.Jobs;
using TinyBase.Telemetry;
using TinyBase.Tests.Storage;

using Xunit;

namespace TinyBase.Tests.Scheduling;

/// <summary>Schedules in a database of their own, engines on a clock that a test sets, and runs that do nothing.</summary>
internal sealed class Scheduler : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestDatabase _database = new();
    private readonly ScheduleSignal _signal = new();
    private readonly List<(Task Work, CancellationTokenSource Stop, CancellationTokenSource Abort)> _engines = [];

    public Scheduler(string now = "2026-01-01T00:00Z", params ISystemJob[] jobs)
    {
        Clock = new SchedulerClock(DateTimeOffset.Parse(now, null));
        Store = new ScheduleStore(_database.Database);
        Runs = new ScheduleRunStore(_database.Database, NoEvents.Instance, Clock);
        Jobs = new SystemJobs(jobs, Store, Clock);
        Plans = new SchedulePlans(new CurrentSettings(Options), Jobs);
        Service = new ScheduleService(Store, Runs, Plans, _signal, _ => true, Options, Clock);
    }

    public SchedulerClock Clock { get; }

    public TinyBaseOptions Options { get; } = new();

    public RecordingRunner Runner { get; } = new();

    public ScheduleStore Store { get; }

    public ScheduleRunStore Runs { get; }

    public SystemJobs Jobs { get; }

    public SchedulePlans Plans { get; }

    public ScheduleService Service { get; }

    public DueStore Due => new(_database.Database);

    /// <summary>Makes a schedule.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> Add(string plan, string name = "it", ScheduleRequest? rules = null)
    {
        var wanted = (rules ?? new ScheduleRequest()) with
        {
            Name = name, FunctionName = "function", Plan = System.Text.Json.JsonElement.Parse(plan),
        };
        var outcome = await Service.Create(wanted, Actor.Operator, default);
        outcome.Refusal.ShouldBeNull();
        return outcome.Schedule!.Id;
    }

    public async Task<Schedule> Get(string id) => (await Store.Get(id, default)).ShouldNotBeNull();

    /// <summary>The statuses of the runs of a schedule, the oldest first.</summary>
    public async Task<string[]> Statuses(string id) => [.. (await Runs.List(id, 1000, 0, default)).Runs.Select(run => run.Status).Reverse()];

    public ScheduleClock NewClock() => new(Store, Runs, Plans, Clock, NullLogger<ScheduleClock>.Instance);

    /// <summary>Starts an engine.</summary>
    /// <returns>What ends it at once, as if its server were killed.</returns>
    public Action Start(IScheduleRunner? runner = null)
    {
        var leases = new ScheduleLeases(Runs, _signal, Clock, NullLogger<ScheduleLeases>.Instance);
        var engine = new ScheduleEngine(
            Due, Runs, NewClock(), leases, Plans, _signal, runner ?? Runner, new CurrentSettings(Options), new Instruments(), Clock, NullLogger<ScheduleEngine>.Instance);
        var (stop, abort) = (new CancellationTokenSource(), new CancellationTokenSource());
        _engines.Add((Task.Run(() => engine.Work(stop.Token, abort.Token)), stop, abort));
        return stop.Cancel;
    }

    /// <summary>Lets time pass until another time, stopping whenever something is due until that is done.</summary>
    public async Task PassTo(DateTimeOffset time)
    {
        while (await Next() is { } next && next <= time)
        {
            if (next > Clock.GetUtcNow()) Clock.Advance(next - Clock.GetUtcNow() + TimeSpan.FromMilliseconds(2));
            await Settled();
        }

        if (time > Clock.GetUtcNow()) Clock.Advance(time - Clock.GetUtcNow());
        await Settled();
    }

    public Task Pass(TimeSpan time) => PassTo(Clock.GetUtcNow() + time);

    /// <summary>Waits until nothing is due that could be run.</summary>
    public async Task Settled()
    {
        await Until(async () =>
        {
            if (await Next() is not { } next || next > Clock.GetUtcNow()) return true;
            // An engine that was about to sleep when time passed looks again.
            _signal.Raise();
            return false;
        });
        await Until(() => Task.FromResult(_database.Query<long>("SELECT count(*) FROM _schedule_run WHERE status = 'running'").Single() <= Held));
    }

    /// <summary>How many runs a test holds back.</summary>
    public int Held { get; set; }

    public static async Task Until(Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!await isSo()) await Task.Delay(1, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (work, stop, abort) in _engines)
        {
            await stop.CancelAsync();
            await abort.CancelAsync();
            await work;
        }

        _database.Dispose();
    }

    private async Task<DateTimeOffset?> Next()
    {
        var users = await Due.Next(Options.Scheduler.Enabled ? ScheduleGroup.Users : ScheduleGroup.RequestedByUsers, default);
        var system = await Due.Next(ScheduleGroup.System, default);
        return users is null || system < users ? system : users;
    }
}
