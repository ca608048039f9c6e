using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Collections.Endpoints;

/// <summary>Changes a collection's label, schema or options. Schema and options are replaced whole.</summary>
internal sealed class UpdateCollection(CollectionStore store, CollectionCatalog catalog, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", "/api/collections/{name}", "collections_update_collection", Access.Admin);

    public OperationDescription Description => new("Change a collection")
    {
        Details = "Schema and options are replaced whole, each if it is given. A change is one transaction.",
        Body = Shape.Body(
            BodyField.Text("label", 1, CollectionRequest.MaxLabel).Optional(),
            BodyField.Named("schema", CollectionShapes.Schema).Optional(),
            BodyField.Named("options", CollectionShapes.Options).Optional(),
            BodyField.Boolean("purge_removed", "Whether to drop for good what was kept of fields that earlier changes removed or converted").Optional()),
        Answers =
        [
            new(200, "The collection", Shape.Of<CollectionView>()),
            new(400, "Schema or options are wrong, or records do not fit them"),
            CollectionShapes.NotFound,
        ],
    };

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
