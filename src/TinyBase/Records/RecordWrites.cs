using Microsoft.Extensions.Logging;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>Who writes, and in which request.</summary>
/// <param name="Caller">Who.</param>
/// <param name="RequestId">The request.</param>
/// <param name="IfMatch">The versions that a record may be changed in; null for any.</param>
internal readonly record struct WriteOrigin(Caller Caller, string RequestId, EntityTags? IfMatch = null);

/// <summary>
/// Writes in two steps where there are hooks: look at the record on a reader and run the hooks there, then write what they left,
/// if the record is still the one they saw. No hook ever runs on the writer.
/// </summary>
internal sealed partial class RecordWrites(RecordStore store, RecordHooks hooks, ILogger<RecordWrites> logger)
{
    /// <summary>How often the hooks run again because the record changed under them.</summary>
    private const int MaxReruns = 3;

    /// <summary>Adds a record.</summary>
    public Task<RecordOutcome> Create(CollectionModel model, RecordBody body, WriteOrigin origin, CancellationToken cancel)
    {
        // Most of what is wrong is found here, in parallel; the writer looks again only if the collection changed meanwhile.
        if (!model.Validator.TryCreate(body.Data, body.Origin(model), out var values, out var errors))
        {
            return Task.FromResult(RecordOutcome.Invalid(errors));
        }

        return hooks.Any(HookPoint.BeforeRecordCreate, model)
            ? CreateHooked(model, body, values, origin, cancel)
            : store.Create(model, body, values, origin, [], cancel);
    }

    private async Task<RecordOutcome> CreateHooked(
        CollectionModel model, RecordBody body, FieldValue[] values, WriteOrigin origin, CancellationToken cancel)
    {
        var (refusal, left) = await hooks.BeforeCreate(model, values, origin, cancel).ConfigureAwait(false);
        if (refusal is not null) return refusal;
        if (left.Body is { } changed)
        {
            body = changed;
            if (!model.Validator.TryCreate(body.Data, body.Origin(model), out var again, out var errors)) return RecordOutcome.Invalid(errors);
            values = again;
        }

        return await store.Create(model, body, values, origin, left.Creates, cancel).ConfigureAwait(false);
    }

    /// <summary>Whether hooks look at each new record.</summary>
    public bool HasHooksBeforeCreate(CollectionModel model) => hooks.Any(HookPoint.BeforeRecordCreate, model);

    /// <summary>Runs the hooks before one of several new records; a failure of theirs is that record's alone.</summary>
    /// <returns>Why it is not added, or else what they left of it.</returns>
    public Task<(RecordOutcome? Refusal, HookedRecord Left)> TryBeforeCreate(
        CollectionModel model, FieldValue[] values, WriteOrigin origin, CancellationToken cancel) =>
        TryBefore(() => hooks.BeforeCreate(model, values, origin, cancel), origin, cancel);

    /// <summary>Changes fields of a record.</summary>
    public Task<RecordOutcome> Update(
        CollectionModel model, string id, RecordBody body, WriteOrigin origin, CancellationToken cancel) =>
        hooks.Any(HookPoint.BeforeRecordUpdate, model)
            ? Rerun(() => UpdateHooked(model, id, body, origin, cancel))
            : store.Update(model, id, body, origin, WriteGuard.For(origin.IfMatch), cancel);

    /// <summary>Deletes a record.</summary>
    public Task<RecordOutcome> Delete(CollectionModel model, string id, WriteOrigin origin, CancellationToken cancel) =>
        hooks.Any(HookPoint.BeforeRecordDelete, model)
            ? Rerun(() => DeleteHooked(model, id, origin, cancel))
            : store.Delete(model, id, origin, WriteGuard.For(origin.IfMatch), cancel);

    /// <summary>Deletes those of several records that the caller may delete and no hook rejects, in one operation.</summary>
    /// <returns>What became of each.</returns>
    public async Task<RecordOutcome[]> Delete(
        CollectionModel model, IReadOnlyList<string> ids, WriteOrigin origin, CancellationToken cancel)
    {
        if (!hooks.Any(HookPoint.BeforeRecordDelete, model))
        {
            return await store.Delete(model, [.. ids.Select(id => new GuardedId(id, WriteGuard.None))], origin, cancel).ConfigureAwait(false);
        }

        var outcomes = new RecordOutcome[ids.Count];
        List<int> pending = [.. Enumerable.Range(0, ids.Count)];
        for (var run = 0; run <= MaxReruns && pending.Count > 0; run++)
        {
            await DeleteHooked(model, ids, pending, outcomes, origin, cancel).ConfigureAwait(false);
            pending.RemoveAll(i => outcomes[i].Result != RecordResult.Conflict);
        }

        return outcomes;
    }

    /// <summary>Runs the hooks for each of some records, then deletes those that none rejects.</summary>
    private async Task DeleteHooked(
        CollectionModel model, IReadOnlyList<string> ids, List<int> pending, RecordOutcome[] outcomes, WriteOrigin origin, CancellationToken cancel)
    {
        var guarded = new List<GuardedId>();
        var places = new List<int>();
        foreach (var i in pending)
        {
            var (refusal, guard) = await TryBefore(() => BeforeDelete(model, ids[i], origin, cancel), origin, cancel).ConfigureAwait(false);
            if (refusal is not null)
            {
                outcomes[i] = refusal;
                continue;
            }

            guarded.Add(new GuardedId(ids[i], guard));
            places.Add(i);
        }

        if (guarded.Count == 0) return;
        var written = await store.Delete(model, guarded, origin, cancel).ConfigureAwait(false);
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] is { Result: RecordResult.Failed, Reason: { } reason }) Log.HookRecordFailed(logger, reason, origin.RequestId);
            outcomes[places[i]] = written[i];
        }
    }

    /// <summary>Runs hooks for one of several records, so that a failure of theirs is that record's alone.</summary>
    private async Task<(RecordOutcome? Refusal, T Result)> TryBefore<T>(
        Func<Task<(RecordOutcome? Refusal, T Result)>> before, WriteOrigin origin, CancellationToken cancel)
    {
        try
        {
            return await before().ConfigureAwait(false);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && error is not BusyException)
        {
            Log.HookFailed(logger, error, origin.RequestId);
            return (RecordOutcome.Failed, default!);
        }
    }

    private static async Task<RecordOutcome> Rerun(Func<Task<RecordOutcome>> attempt)
    {
        var outcome = await attempt().ConfigureAwait(false);
        for (var i = 0; i < MaxReruns && outcome.Result == RecordResult.Conflict; i++) outcome = await attempt().ConfigureAwait(false);
        return outcome;
    }

    private async Task<RecordOutcome> UpdateHooked(
        CollectionModel model, string id, RecordBody body, WriteOrigin origin, CancellationToken cancel)
    {
        var found = await store.FindForChange(model, id, origin.Caller, access => access.Update, cancel).ConfigureAwait(false);
        if (found is not { Result: RecordResult.Done, Row: { } row, Model: { } current }) return found;
        if (origin.IfMatch is { } ifMatch && !ifMatch.Match(row.Version, current.Definition.SchemaVersion, strong: true)) return RecordOutcome.PreconditionFailed;
        if (!current.Validator.TryMerge(body.Data, row.Values, body.Origin(current), out var values, out var errors))
        {
            return RecordOutcome.Invalid(errors);
        }

        var (refusal, left) = await hooks.BeforeUpdate(current, row, values, origin, cancel).ConfigureAwait(false);
        return refusal ?? await store.Update(
            current, id, left.Body ?? body, origin, new WriteGuard(origin.IfMatch, row.Version, left.Creates), cancel).ConfigureAwait(false);
    }

    private async Task<RecordOutcome> DeleteHooked(CollectionModel model, string id, WriteOrigin origin, CancellationToken cancel)
    {
        var (refusal, guard) = await BeforeDelete(model, id, origin, cancel).ConfigureAwait(false);
        return refusal ?? await store.Delete(model, id, origin, guard, cancel).ConfigureAwait(false);
    }

    /// <summary>Looks at a record and runs the hooks before it goes.</summary>
    /// <returns>Why it does not go, or else what its deletion depends on.</returns>
    private async Task<(RecordOutcome? Refusal, WriteGuard Guard)> BeforeDelete(
        CollectionModel model, string id, WriteOrigin origin, CancellationToken cancel)
    {
        var found = await store.FindForChange(model, id, origin.Caller, access => access.Delete, cancel).ConfigureAwait(false);
        if (found is not { Result: RecordResult.Done, Row: { } row, Model: { } current }) return (found, WriteGuard.None);
        if (origin.IfMatch is { } ifMatch && !ifMatch.Match(row.Version, current.Definition.SchemaVersion, strong: true)) return (RecordOutcome.PreconditionFailed, WriteGuard.None);
        var (refusal, left) = await hooks.BeforeDelete(current, row, origin, cancel).ConfigureAwait(false);
        return (refusal, new WriteGuard(origin.IfMatch, row.Version, left.Creates));
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Error, "A hook before a change failed [{RequestId}]")]
        public static partial void HookFailed(ILogger logger, Exception error, string requestId);

        [LoggerMessage(4002, LogLevel.Error, "{Reason} [{RequestId}]")]
        public static partial void HookRecordFailed(ILogger logger, string reason, string requestId);
    }
}
