using Microsoft.AspNetCore.Http;

using TinyBase.Collections;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Records.Endpoints;

/// <summary>Changes fields of a record.</summary>
internal sealed class UpdateRecord(RecordWrites writes, CollectionCatalog catalog, TinyBaseOptions options) : IEndpoint
{
    private const string NotAllowed = "You don't have permission to update this record";

    public Operation Operation { get; } =
        new("PATCH", "/api/collections/{name}/records/{id}", "collections_update_record", Access.Optional);

    public OperationDescription Description => new("Change a record")
    {
        Rule = rules => rules.Update,
        Details = "Fields that are absent stay as they are. Who may not read the record is answered the fields that were sent, and no others. "
            + RecordShapes.FlatBody,
        Parameters = [RecordShapes.IfMatch],
        Body = Shape.Records(RecordPart.Update),
        Answers =
        [
            new(200, "The record", Shape.Records(RecordPart.Record)) { HasETag = true },
            RecordShapes.Invalid,
            RecordShapes.LoginNeeded,
            RecordShapes.Denied,
            RecordShapes.NotFound,
            RecordShapes.KeptChanging,
            RecordShapes.HasChanged,
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.CollectionName();
        catalog.TryFind(name, out var model);
        if (caller.MustLogIn(model?.Access.Update))
        {
            await Answers.NotAuthenticated(context).ConfigureAwait(false);
            return;
        }

        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        if (!PathId.TryRead(context, out var id, out var badId)) await Answers.Unprocessable(context, badId!).ConfigureAwait(false);
        else if (RecordBody.Find(body.Root, out var record) is { } wrong) await Answers.Unprocessable(context, wrong).ConfigureAwait(false);
        else if (model is null) await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        else if (record.Check(model) is { } unclear) await Answers.Unprocessable(context, unclear).ConfigureAwait(false);
        else
        {
            var origin = new WriteOrigin(caller, context.TraceIdentifier, EntityTags.IfMatch(context.Request));
            var outcome = await writes.Update(model, id, record, origin, context.RequestAborted).ConfigureAwait(false);
            await RecordAnswers.Send(context, outcome, id, NotAllowed, StatusCodes.Status200OK, Shown(outcome, caller, record)).ConfigureAwait(false);
        }
    }

    /// <summary>Of a record that the caller may change and not read, only what the caller has sent; null where all may be shown.</summary>
    private static Projection? Shown(RecordOutcome outcome, Caller caller, RecordBody sent) =>
        outcome is { Row: { } row, Model: { } model } && !model.AccessFor(caller).Read.Allows(caller, row.Owner.Span)
            ? Projection.Of(model, sent.Data)
            : null;
}
