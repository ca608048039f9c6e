using System.Text.Json;
using System.Text.Json.Nodes;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Extensions.Hooks;
using TinyBase.Hosting;
using TinyBase.Hosting.Events;

namespace TinyBase.Records;

/// <summary>The hooks before a change of a record.</summary>
internal sealed class RecordHooks(BeforeHooks hooks, TimeProvider clock)
{
    /// <summary>Whether any hook looks at such a change of a collection.</summary>
    public bool Any(HookPoint point, CollectionModel model) => hooks.Any(point, model.Definition.Name);

    /// <summary>Runs the hooks before a record is added.</summary>
    /// <returns>Why it is not to be, or else what they left of it.</returns>
    public async Task<(RecordOutcome? Refusal, HookedRecord Left)> BeforeCreate(
        CollectionModel model, FieldValue[] values, WriteOrigin origin, CancellationToken cancel)
    {
        var coming = new RecordCreateEvent
        {
            Collection = model.Definition.Name,
            OwnerId = origin.Caller.UserId(),
            Content = Content(model, values),
            IsBefore = true,
            Actor = origin.Caller.Actor(),
            RequestId = origin.RequestId,
            At = clock.GetUtcNow(),
        };
        return (await Run(HookPoint.BeforeRecordCreate, coming, cancel).ConfigureAwait(false), Left(coming, coming.Content));
    }

    /// <summary>Runs the hooks before a record is changed.</summary>
    /// <returns>Why it is not to be, or else what they left of it.</returns>
    public async Task<(RecordOutcome? Refusal, HookedRecord Left)> BeforeUpdate(
        CollectionModel model, RecordRow row, FieldValue[] values, WriteOrigin origin, CancellationToken cancel)
    {
        var coming = new RecordUpdateEvent
        {
            Collection = model.Definition.Name,
            RecordId = row.Guid(),
            OwnerId = row.OwnerGuid(),
            OldContent = Content(model, row.Values),
            NewContent = Content(model, values),
            IsBefore = true,
            Actor = origin.Caller.Actor(),
            RequestId = origin.RequestId,
            At = clock.GetUtcNow(),
        };
        return (await Run(HookPoint.BeforeRecordUpdate, coming, cancel).ConfigureAwait(false), Left(coming, coming.NewContent));
    }

    /// <summary>Runs the hooks before a record is deleted.</summary>
    /// <returns>Why it is not to be, or else what they add.</returns>
    public async Task<(RecordOutcome? Refusal, HookedRecord Left)> BeforeDelete(
        CollectionModel model, RecordRow row, WriteOrigin origin, CancellationToken cancel)
    {
        var coming = new RecordDeleteEvent
        {
            Collection = model.Definition.Name,
            RecordId = row.Guid(),
            OwnerId = row.OwnerGuid(),
            Content = Content(model, row.Values),
            IsBefore = true,
            Actor = origin.Caller.Actor(),
            RequestId = origin.RequestId,
            At = clock.GetUtcNow(),
        };
        return (await Run(HookPoint.BeforeRecordDelete, coming, cancel).ConfigureAwait(false), new HookedRecord(null, coming.Creates));
    }

    /// <summary>The fields of a record as events have them.</summary>
    public static RecordContent Content(CollectionModel model, FieldValue[] values)
    {
        using var json = new JsonBuffer();
        RecordJson.WriteData(json, model, values);
        return new RecordContent(json.Written.ToArray());
    }

    /// <summary>What hooks left of the fields, as if a client had sent it.</summary>
    public static RecordBody ToBody(JsonObject data) =>
        new(JsonSerializer.SerializeToElement(data, WireJson.Wire.JsonObject), IsFlat: false);

    private static HookedRecord Left(RecordEvent coming, RecordContent content) =>
        new(content.IsRead ? ToBody(content.Fields) : null, coming.Creates);

    private async Task<RecordOutcome?> Run(HookPoint point, RecordEvent coming, CancellationToken cancel) =>
        await hooks.Run(point, coming, cancel).ConfigureAwait(false) switch
        {
            null => null,
            { RetryAfter: { } wait, Message: var reason } => RecordOutcome.Unavailable(reason, wait),
            { Field: { } field, Message: var reason } =>
                RecordOutcome.Invalid([new ValidationError("hook_rejected", ["body", "data", field], reason)]),
            { Message: var reason } => RecordOutcome.Rejected(reason),
        };
}

/// <summary>What hooks left of a change.</summary>
/// <param name="Body">The fields, as if a client had sent them; null if no hook looked at them.</param>
/// <param name="Creates">Records to be added in the same operation.</param>
internal readonly record struct HookedRecord(RecordBody? Body, IReadOnlyList<(string Collection, JsonObject Data)> Creates);
