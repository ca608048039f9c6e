using System.Text.Json.Nodes;

using TinyBase.Collections;
using TinyBase.Hosting;

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
internal sealed class RecordWrites(RecordStore store, RecordHooks hooks)
{
    /// <summary>How often the hooks run again because the record changed under them.</summary>
    private const int MaxReruns = 3;

    /// <summary>Adds a record.</summary>
    public async Task<RecordOutcome> Create(CollectionModel model, RecordBody body, WriteOrigin origin, CancellationToken cancel)
    {
        if (!hooks.Any) return await store.Create(model, body, origin.Caller, [], cancel).ConfigureAwait(false);
        if (!model.Validator.TryCreate(body.Data, body.Origin(model), out var values, out var errors)) return RecordOutcome.Invalid(errors);
        var change = Describe(model, RecordChangeKind.Create, null, null, origin, RecordHooks.ToJson(model, values));
        return await hooks.Run(change, cancel).ConfigureAwait(false)
            ?? await store.Create(model, RecordHooks.ToBody(change.Data!), origin.Caller, change.Creates, cancel).ConfigureAwait(false);
    }

    /// <summary>Changes fields of a record.</summary>
    public Task<RecordOutcome> Update(
        CollectionModel model, string id, RecordBody body, WriteOrigin origin, CancellationToken cancel) =>
        hooks.Any
            ? Rerun(() => UpdateHooked(model, id, body, origin, cancel))
            : store.Update(model, id, body, origin.Caller, WriteGuard.For(origin.IfMatch), cancel);

    /// <summary>Deletes a record.</summary>
    public Task<RecordOutcome> Delete(CollectionModel model, string id, WriteOrigin origin, CancellationToken cancel) =>
        hooks.Any
            ? Rerun(() => DeleteHooked(model, id, origin, cancel))
            : store.Delete(model, id, origin.Caller, WriteGuard.For(origin.IfMatch), cancel);

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
        if (origin.IfMatch is { } ifMatch && !ifMatch.Match(row.Version, strong: true)) return RecordOutcome.PreconditionFailed;
        if (!current.Validator.TryMerge(body.Data, row.Values, body.Origin(current), out var values, out var errors))
        {
            return RecordOutcome.Invalid(errors);
        }

        var change = Describe(current, RecordChangeKind.Update, id, row, origin, RecordHooks.ToJson(current, values));
        return await hooks.Run(change, cancel).ConfigureAwait(false)
            ?? await store.Update(
                current, id, RecordHooks.ToBody(change.Data!), origin.Caller, new WriteGuard(origin.IfMatch, row.Version, change.Creates), cancel).ConfigureAwait(false);
    }

    private async Task<RecordOutcome> DeleteHooked(CollectionModel model, string id, WriteOrigin origin, CancellationToken cancel)
    {
        var found = await store.FindForChange(model, id, origin.Caller, access => access.Delete, cancel).ConfigureAwait(false);
        if (found is not { Result: RecordResult.Done, Row: { } row, Model: { } current }) return found;
        if (origin.IfMatch is { } ifMatch && !ifMatch.Match(row.Version, strong: true)) return RecordOutcome.PreconditionFailed;
        var change = Describe(current, RecordChangeKind.Delete, id, row, origin, data: null);
        return await hooks.Run(change, cancel).ConfigureAwait(false)
            ?? await store.Delete(
                current, id, origin.Caller, new WriteGuard(origin.IfMatch, row.Version, change.Creates), cancel).ConfigureAwait(false);
    }

    private static RecordChange Describe(
        CollectionModel model, RecordChangeKind kind, string? id, RecordRow? row, WriteOrigin origin, JsonObject? data) =>
        new()
        {
            Collection = model.Definition.Name,
            Kind = kind,
            Id = id is null ? null : Guid.Parse(id),
            OldData = row is null ? null : RecordHooks.ToJson(model, row.Values),
            Data = data,
            UserId = origin.Caller.Id is { } user ? Guid.Parse(user) : null,
            IsAdmin = origin.Caller.IsAdmin,
            RequestId = origin.RequestId,
        };
}
