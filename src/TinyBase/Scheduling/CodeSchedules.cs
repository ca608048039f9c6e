using System.Text.Json;

using Microsoft.Extensions.Logging;

using TinyBase.Functions;
using TinyBase.Hosting;
using TinyBase.Sdk.Binding;
using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>Keeps the schedules that functions declare true to the functions: they come, change and go with them.</summary>
internal sealed partial class CodeSchedules(
    FunctionCatalog catalog, ScheduleStore store, SchedulePlans plans, ScheduleSignal signal, TimeProvider clock, ILogger<CodeSchedules> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>Follows the functions until it is cancelled.</summary>
    public async Task Follow(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                // Taken first, so that a change after the look is not missed.
                var change = catalog.Changed;
                if (!await TrySync(cancel).ConfigureAwait(false)) change = Task.Delay(Retry, clock, cancel);
                await change.WaitAsync(cancel).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task<bool> TrySync(CancellationToken cancel)
    {
        try
        {
            return await Sync(cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.NotSynced(logger, error);
            return false;
        }
    }

    /// <summary>Brings the schedules to what the functions declare now.</summary>
    /// <returns>False if something else changed one of them meanwhile.</returns>
    private async Task<bool> Sync(CancellationToken cancel)
    {
        var rows = (await store.Declared(ScheduleSource.Code, cancel).ConfigureAwait(false)).ToLookup(row => row.FunctionName, StringComparer.Ordinal);
        var states = catalog.States.ToDictionary(state => state.Name, StringComparer.Ordinal);
        var isDone = true;
        var isChanged = false;
        foreach (var row in rows.Where(group => !states.ContainsKey(group.Key)).SelectMany(group => group))
        {
            isChanged |= await store.Remove(row, by: null, cancel).ConfigureAwait(false);
        }

        // What a function declares that is not built is not known: its schedules stay, and say why they fail.
        foreach (var function in states.Values.Select(state => state.Served).OfType<ServedFunction>())
        {
            var wanted = Wanted(function);
            foreach (var row in rows[function.Name].Where(row => wanted.All(declared => declared.Name != row.Name)))
            {
                isChanged |= await store.Remove(row, by: null, cancel).ConfigureAwait(false);
            }

            foreach (var declared in wanted)
            {
                var row = rows[function.Name].FirstOrDefault(row => row.Name == declared.Name);
                if (row is not null && IsSame(row, declared)) continue;
                isDone &= await Put(row, declared, cancel).ConfigureAwait(false);
                isChanged = true;
            }
        }

        if (isChanged) signal.Raise();
        return isDone;
    }

    private async Task<bool> Put(Schedule? row, Schedule declared, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var next = plans.Read(JsonElement.Parse(declared.Plan), out var errors)?.After(now);
        var problem = errors.Count > 0 ? SchedulePlans.Describe(errors) : next is null ? "Invalid schedule configuration: cron: It never comes" : null;
        if (problem is not null) Log.Refused(logger, declared.FunctionName, problem);
        var isActive = row?.IsActive ?? true;
        var planned = declared with
        {
            IsActive = isActive,
            NextRunAt = isActive && next is { } time ? Timestamps.ToText(time) : null,
            LastStatus = problem is null ? null : ScheduleRun.Failed,
            LastError = problem,
        };
        if (row is not null)
        {
            return await store.Replace(planned with { Id = row.Id, Revision = row.Revision, UpdatedAt = Timestamps.ToText(now) }, by: null, cancel).ConfigureAwait(false);
        }

        await store.Add(planned, by: null, cancel).ConfigureAwait(false);
        return true;
    }

    private static bool IsSame(Schedule row, Schedule declared) =>
        row.Plan == declared.Plan && row.InputData == declared.InputData && row.Rules == declared.Rules;

    private static List<Schedule> Wanted(ServedFunction function) =>
        [.. function.Metadata.Schedules.Take(FunctionSchedule.MaxPerFunction).Select(declared => Of(function.Name, declared)).DistinctBy(schedule => schedule.Name)];

    private static Schedule Of(string function, FunctionSchedule declared) => new()
    {
        Id = string.Empty,
        Name = declared.Name,
        Source = ScheduleSource.Code,
        FunctionName = function,
        Plan = JsonSerializer.Serialize(new CronPlanView("cron", declared.Cron, declared.Zone), WireJson.Wire.CronPlanView),
        InputData = IsObject(declared.Input) ? declared.Input! : "{}",
        OverlapPolicy = declared.QueuesOverlap ? ScheduleRules.Queue : ScheduleRules.Skip,
        MisfirePolicy = declared.SkipsMissed ? ScheduleRules.Skip : ScheduleRules.RunOnce,
        MaxRetries = Math.Clamp(declared.MaxRetries, 0, ScheduleRules.MostRetries),
        CreatedAt = string.Empty,
        UpdatedAt = string.Empty,
    };

    /// <summary>The SDK has looked, but what comes here is what another process wrote.</summary>
    private static bool IsObject(string? text)
    {
        try
        {
            return text is not null && JsonElement.Parse(text).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7501, LogLevel.Error, "The schedules that functions declare could not be brought up to date; that is tried again")]
        public static partial void NotSynced(ILogger logger, Exception error);

        [LoggerMessage(7502, LogLevel.Error, "Function '{Function}' declares a schedule that cannot run: {Problem}")]
        public static partial void Refused(ILogger logger, string function, string problem);
    }
}

/// <summary>The plan of a schedule that a function declares.</summary>
internal sealed record CronPlanView(string Method, string Cron, string? Timezone);
