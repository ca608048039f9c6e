using Microsoft.AspNetCore.Http;

using TinyBase.Collections;
using TinyBase.Hosting;

namespace TinyBase.Records.Endpoints;

/// <summary>One record.</summary>
internal sealed class GetRecord(RecordStore store, CollectionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } =
        new("GET", "/api/collections/{name}/records/{id}", "collections_get_record", Access.Optional);

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var name = context.CollectionName();
        if (!catalog.TryFind(name, out var model))
        {
            await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
            return;
        }

        using var json = new JsonBuffer();
        var result = await store.Get(model, id, caller, json, context.RequestAborted).ConfigureAwait(false);
        if (result == RecordResult.Done) Answers.Bytes(context, StatusCodes.Status200OK, json.Written.Span);
        else await RecordAnswers.Send(context, new RecordOutcome(result), id, "Access denied", 200).ConfigureAwait(false);
    }
}
