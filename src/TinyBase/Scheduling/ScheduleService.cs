using System.Text.Json;

using TinyBase.Audit;
using TinyBase.Collections.Schema;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Scheduling.Plans;
using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>Makes and changes schedules.</summary>
/// <param name="isFunction">Whether there is a function of a name.</param>
internal sealed class ScheduleService(
    ScheduleStore store,
    ScheduleRunStore runs,
    SchedulePlans plans,
    ScheduleSignal signal,
    Func<string, bool> isFunction,
    TinyBaseOptions options,
    TimeProvider clock)
{
    /// <summary>How many times a preview shows.</summary>
    public const int Previewed = 10;

    /// <summary>How often a change is begun anew because something else has changed the schedule meanwhile.</summary>
    private const int MaxAttempts = 20;

    /// <summary>Makes a schedule.</summary>
    public async Task<ScheduleOutcome> Create(ScheduleRequest wanted, Actor by, CancellationToken cancel)
    {
        if (!isFunction(wanted.FunctionName!)) return Refused($"Function '{wanted.FunctionName}' not found");
        var now = clock.GetUtcNow();
        if (Check(wanted.Plan!.Value, now, out var errors) is not { } next) return Refused(errors);
        if (TooLarge(wanted) is { } tooLarge) return tooLarge;
        if (await store.IsFull(cancel).ConfigureAwait(false)) return Refused($"There are {ScheduleStore.MaxSchedules} schedules already. Delete some first");
        var isActive = wanted.IsActive ?? true;
        var schedule = wanted.ApplyTo(new Schedule
        {
            Id = string.Empty,
            Name = wanted.Name!,
            Source = ScheduleSource.User,
            FunctionName = wanted.FunctionName!,
            Plan = wanted.Plan.Value.GetRawText(),
            IsActive = isActive,
            NextRunAt = isActive ? Timestamps.ToText(next) : null,
            CreatedBy = by.UserId,
            CreatedAt = string.Empty,
            UpdatedAt = string.Empty,
        });
        var added = await store.Add(schedule, by, cancel).ConfigureAwait(false);
        signal.Raise();
        return new ScheduleOutcome(added, null);
    }

    /// <summary>Changes a schedule.</summary>
    public async Task<ScheduleOutcome> Update(string id, ScheduleRequest wanted, Actor by, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await store.Get(id, cancel).ConfigureAwait(false) is not { } schedule) return ScheduleOutcome.NotFound;
            if (Fixed(schedule, wanted) is { } refusal) return new ScheduleOutcome(null, refusal);
            if (TooLarge(wanted) is { } tooLarge) return tooLarge;
            var outcome = Change(schedule, wanted);
            if (outcome.Schedule is not { } changed) return outcome;
            if (!await store.Replace(changed, by, cancel).ConfigureAwait(false)) continue;
            signal.Raise();
            return outcome;
        }

        throw new BusyException("The schedule changes all the time. Try again in a moment.");
    }

    /// <summary>Deletes a schedule.</summary>
    public async Task<ScheduleOutcome> Delete(string id, Actor by, CancellationToken cancel)
    {
        if (await store.Get(id, cancel).ConfigureAwait(false) is not { } schedule) return ScheduleOutcome.NotFound;
        if (schedule.Source != ScheduleSource.User) return new ScheduleOutcome(null, NotYours(schedule, "deleted"));
        await store.Remove(schedule, by, cancel).ConfigureAwait(false);
        signal.Raise();
        return new ScheduleOutcome(schedule, null);
    }

    /// <summary>Asks for a run now, beside the plan.</summary>
    /// <returns>The run; null if there is no such schedule.</returns>
    public async Task<ScheduleRun?> RunNow(string id, Actor by, CancellationToken cancel)
    {
        var run = await runs.Request(id, by, cancel).ConfigureAwait(false);
        signal.Raise();
        return run;
    }

    /// <summary>The next times of a plan.</summary>
    /// <param name="plan">A plan as it was given.</param>
    /// <param name="from">After which time; null for now.</param>
    public PreviewOutcome Preview(JsonElement plan, DateTimeOffset? from)
    {
        if (Check(plan, clock.GetUtcNow(), out var errors) is null) return new PreviewOutcome(null, [], Invalid(errors));
        var read = plans.Read(plan, out _)!;
        return new PreviewOutcome(read.Zone, [.. read.NextAfter(from ?? clock.GetUtcNow(), Previewed)], null);
    }

    private ScheduleOutcome Change(Schedule schedule, ScheduleRequest wanted)
    {
        var now = clock.GetUtcNow();
        var isActive = wanted.IsActive ?? schedule.IsActive;
        var changed = wanted.ApplyTo(schedule) with
        {
            Plan = wanted.Plan?.GetRawText() ?? schedule.Plan,
            IsActive = isActive,
            FailuresInARow = isActive && !schedule.IsActive ? 0 : schedule.FailuresInARow,
            UpdatedAt = Timestamps.ToText(now),
        };
        if (!isActive) changed = changed with { NextRunAt = null };
        if (wanted.Plan is null && (!isActive || schedule.NextRunAt is not null)) return new ScheduleOutcome(changed, null);
        if (Check(JsonElement.Parse(changed.Plan), now, out var errors) is not { } next) return Refused(errors);
        return new ScheduleOutcome(isActive ? changed with { NextRunAt = Timestamps.ToText(next) } : changed, null);
    }

    /// <summary>The next time of a plan; null if it cannot be used, or has none.</summary>
    private DateTimeOffset? Check(JsonElement given, DateTimeOffset now, out IReadOnlyList<ValidationError> errors)
    {
        if (plans.Read(given, out errors) is not { } plan) return null;
        var next = plan.After(now);
        if (next is null) errors = [Never(given, plan)];
        return next;
    }

    private static ValidationError Never(JsonElement given, SchedulePlan plan)
    {
        var (name, message) = plan is OncePlan ? ("date", "Input should be in the future") : ("cron", "Input should be a time that comes; this one never does");
        JsonElement? input = given.TryGetProperty(name, out var value) ? InputEcho.Of(value) : null;
        return new ValidationError("value_error", ["body", "schedule", name], message, input);
    }

    /// <summary>Why nobody may change a schedule like this; null if they may.</summary>
    private static ScheduleRefusal? Fixed(Schedule schedule, ScheduleRequest wanted) => schedule.Source switch
    {
        ScheduleSource.System => NotYours(schedule, "changed"),
        ScheduleSource.Code when wanted.ChangesMore => NotYours(schedule, "changed, only be disabled and enabled"),
        _ => null,
    };

    private static ScheduleRefusal NotYours(Schedule schedule, string what) => new(
        IsConflict: true,
        schedule.Source == ScheduleSource.System
            ? $"'{schedule.Name}' is housekeeping of the server and cannot be {what}"
            : $"'{schedule.Name}' is declared in the code of function '{schedule.FunctionName}' and cannot be {what}. Change the function instead",
        []);

    private ScheduleOutcome? TooLarge(ScheduleRequest wanted) =>
        wanted.InputData is { } input && System.Text.Encoding.UTF8.GetByteCount(input.GetRawText()) > options.Functions.MaxPayloadBytes
            ? Refused($"input_data exceeds maximum size of {options.Functions.MaxPayloadBytes} bytes")
            : null;

    private static ScheduleOutcome Refused(string detail) => new(null, new ScheduleRefusal(IsConflict: false, detail, []));

    private static ScheduleOutcome Refused(IReadOnlyList<ValidationError> errors) => new(null, Invalid(errors));

    private static ScheduleRefusal Invalid(IReadOnlyList<ValidationError> errors) => new(IsConflict: false, SchedulePlans.Describe(errors), errors);
}

/// <summary>What came of a change: the schedule, a refusal, or neither where there is no such schedule.</summary>
internal sealed record ScheduleOutcome(Schedule? Schedule, ScheduleRefusal? Refusal)
{
    public static ScheduleOutcome NotFound { get; } = new(null, null);
}

/// <summary>Why a schedule is not made or changed.</summary>
/// <param name="IsConflict">Whether it is because of what the schedule is, not of what was asked for.</param>
/// <param name="Detail">In one text.</param>
/// <param name="Errors">What is wrong with the plan, field by field; empty where it is something else.</param>
internal sealed record ScheduleRefusal(bool IsConflict, string Detail, IReadOnlyList<ValidationError> Errors);

/// <summary>The next times of a plan, or why there are none.</summary>
internal sealed record PreviewOutcome(TimeZoneInfo? Zone, IReadOnlyList<DateTimeOffset> Times, ScheduleRefusal? Refusal);
