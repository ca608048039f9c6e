using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;

namespace TinyBase.Collections.Endpoints;

/// <summary>Changes a collection's label, schema or options. Schema and options are replaced whole.</summary>
internal sealed class UpdateCollection(CollectionStore store, CollectionCatalog catalog, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", "/api/collections/{name}", "collections_update_collection", Access.Admin);

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var name = context.CollectionName();
        var fields = new BodyFields(body.Root);
        var wanted = CollectionRequest.Partial(fields, out var refusal);
        if (fields.Errors.Count > 0) await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
        else if (!catalog.TryFind(name, out _)) await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        else if (refusal is not null) await CollectionAnswers.Refused(context, refusal).ConfigureAwait(false);
        else await Update(context, caller, name, wanted!).ConfigureAwait(false);
    }

    private async Task Update(HttpContext context, Caller caller, string name, CollectionChange wanted)
    {
        var outcome = await store.Update(name, wanted, context.RequestAborted).ConfigureAwait(false);
        if (outcome.Model is { } model)
        {
            var view = CollectionView.For(caller, model);
            await Answers.Json(context, StatusCodes.Status200OK, view, WireJson.Wire.CollectionView).ConfigureAwait(false);
        }
        else if (outcome.Refusal is { } refusal)
        {
            await CollectionAnswers.Refused(context, refusal).ConfigureAwait(false);
        }
        else await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
    }
}
