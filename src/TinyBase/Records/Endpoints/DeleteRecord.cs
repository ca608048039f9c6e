using Microsoft.AspNetCore.Http;

using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Records.Endpoints;

/// <summary>Deletes a record.</summary>
internal sealed class DeleteRecord(RecordWrites writes, CollectionCatalog catalog) : IEndpoint
{
    private const string NotAllowed = "You don't have permission to delete this record";

    public Operation Operation { get; } =
        new("DELETE", "/api/collections/{name}/records/{id}", "collections_delete_record", Access.Optional);

    public OperationDescription Description => new("Delete a record")
    {
        Rule = rules => rules.Delete,
        Parameters = [RecordShapes.IfMatch],
        Answers =
        [
            new(204, "It is deleted"),
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
        if (caller.MustLogIn(model?.Access.Delete)) await Answers.NotAuthenticated(context).ConfigureAwait(false);
        else if (!PathId.TryRead(context, out var id, out var badId)) await Answers.Unprocessable(context, badId!).ConfigureAwait(false);
        else if (model is null) await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        else
        {
            var origin = new WriteOrigin(caller, context.TraceIdentifier, EntityTags.IfMatch(context.Request));
            var outcome = await writes.Delete(model, id, origin, context.RequestAborted).ConfigureAwait(false);
            await RecordAnswers.Send(context, outcome, id, NotAllowed, StatusCodes.Status204NoContent).ConfigureAwait(false);
        }
    }
}
