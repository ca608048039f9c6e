using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Collections.DryRuns;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Collections.Endpoints;

/// <summary>
/// Changes a collection's label, schema or options, or says what that would do. Schema and options are replaced whole.
/// </summary>
internal sealed class UpdateCollection(
    CollectionStore store, SchemaDryRun dryRun, CollectionCatalog catalog, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", "/api/collections/{name}", "collections_update_collection", Access.Admin);

    public OperationDescription Description => new("Change a collection")
    {
        Details = "Schema and options are replaced whole, each if it is given. A change is one transaction.",
        Parameters = [ParameterDescription.Query("dry_run", Schemas.Boolean(absent: false), "Whether only to say what the change would do")],
        Body = Shape.Body(
            BodyField.Text("label", 1, CollectionRequest.MaxLabel).Optional(),
            BodyField.Named("schema", CollectionShapes.Schema).Optional(),
            BodyField.Named("options", CollectionShapes.Options).Optional(),
            BodyField.Boolean("purge_removed", "Whether to drop for good what was kept of fields that earlier changes removed or converted").Optional()),
        Answers =
        [
            new(200, "The collection, or with dry_run what the change would do", Shape.Either(Shape.Of<CollectionView>(), Shape.Of<DryRunView>())),
            new(400, "Schema or options are wrong, or records do not fit them"),
            CollectionShapes.NotFound,
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var name = context.CollectionName();
        var parameters = new QueryParameters(context.Request.Query);
        var isDryRun = parameters.Boolean("dry_run", absent: false);
        var fields = new BodyFields(body.Root);
        var wanted = CollectionRequest.Partial(fields, out var refusal);
        IReadOnlyList<ValidationError> errors = [.. parameters.Errors, .. fields.Errors];
        if (errors.Count > 0) await Answers.Unprocessable(context, errors).ConfigureAwait(false);
        else if (!catalog.TryFind(name, out _)) await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        else if (refusal is not null) await CollectionAnswers.Refused(context, refusal).ConfigureAwait(false);
        else if (isDryRun) await DryRun(context, name, wanted!).ConfigureAwait(false);
        else await Update(context, caller, name, wanted!).ConfigureAwait(false);
    }

    private async Task DryRun(HttpContext context, string name, CollectionChange wanted)
    {
        var outcome = await dryRun.Run(name, wanted, context.RequestAborted).ConfigureAwait(false);
        await (outcome.View is { } view ? Answers.Json(context, StatusCodes.Status200OK, view, WireJson.Wire.DryRunView)
            : outcome.Refusal is { } refusal ? CollectionAnswers.Refused(context, refusal)
            : CollectionAnswers.NotFound(context, name)).ConfigureAwait(false);
    }

    private async Task Update(HttpContext context, Caller caller, string name, CollectionChange wanted)
    {
        var outcome = await store.Update(name, wanted, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
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
