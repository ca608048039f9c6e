using System.Text.Json;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Events;
using TinyBase.Scheduling.Endpoints;
using TinyBase.Scheduling.Jobs;
using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>The schedules in the database of a server that is not running.</summary>
internal sealed class StoredSchedules : IScheduleAdministration
{
    private readonly ScheduleStore _store;
    private readonly ScheduleService _service;

    public StoredSchedules(Database database, TinyBaseOptions options, TimeProvider clock)
    {
        _store = new ScheduleStore(database);
        var plans = new SchedulePlans(new CurrentSettings(options), new SystemJobs([], _store, clock));
        var folder = Path.GetFullPath(options.Functions.Path, options.Root ?? Directory.GetCurrentDirectory());
        _service = new ScheduleService(
            _store,
            new ScheduleRunStore(database, NoEvents.Instance, clock),
            plans,
            new ScheduleSignal(),
            name => name.AsSpan().IndexOfAny('/', '\\') < 0 && File.Exists(Path.Join(folder, name + ".cs")),
            options,
            clock);
    }

    public bool HasServer => false;

    public async Task<ScheduleList> List(CancellationToken cancel)
    {
        var all = new ScheduleFilter(null, null, null);
        var (schedules, total) = await _store.List(all, ScheduleOrder.Usual, ScheduleAnswers.MaxLimit, 0, cancel).ConfigureAwait(false);
        return new ScheduleList([.. schedules.Select(ScheduleView.Of)], total, ScheduleAnswers.MaxLimit, 0);
    }

    public async Task<ScheduleView?> Find(string id, CancellationToken cancel) =>
        await _store.Get(id, cancel).ConfigureAwait(false) is { } schedule ? ScheduleView.Of(schedule) : null;

    public async Task<ScheduleView> Create(JsonElement body, CancellationToken cancel)
    {
        var fields = new BodyFields(body);
        var wanted = ScheduleRequest.New(fields);
        if (fields.Errors is [var first, ..]) throw new AdministrationException($"{first.Location[^1]}: {first.Message}");
        return View(await _service.Create(wanted, Actor.Operator, cancel).ConfigureAwait(false))!;
    }

    public async Task<ScheduleView?> SetActive(string id, bool isActive, CancellationToken cancel) =>
        View(await _service.Update(id, new ScheduleRequest { IsActive = isActive }, Actor.Operator, cancel).ConfigureAwait(false));

    public async Task<bool> Delete(string id, CancellationToken cancel) => View(await _service.Delete(id, Actor.Operator, cancel).ConfigureAwait(false)) is not null;

    public async Task<ScheduleRunView?> Run(string id, CancellationToken cancel) =>
        await _service.RunNow(id, Actor.Operator, cancel).ConfigureAwait(false) is { } run ? ScheduleRunView.Of(run) : null;

    public Task<SchedulePreview> Preview(JsonElement plan, string? from, CancellationToken cancel)
    {
        var outcome = _service.Preview(plan, from is null ? null : Timestamps.Parse(from));
        if (outcome.Refusal is { } refusal) throw new AdministrationException(refusal.Detail);
        return Task.FromResult(SchedulePreview.Of(outcome));
    }

    private static ScheduleView? View(ScheduleOutcome outcome) =>
        outcome.Refusal is { } refusal ? throw new AdministrationException(refusal.Detail)
        : outcome.Schedule is { } schedule ? ScheduleView.Of(schedule)
        : null;
}
