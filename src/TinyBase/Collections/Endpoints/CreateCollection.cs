using System.Text.RegularExpressions;

using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Storage;

namespace TinyBase.Collections.Endpoints;

/// <summary>Makes a collection.</summary>
internal sealed partial class CreateCollection(CollectionStore store, TinyBaseOptions options) : IEndpoint
{
    private const int MaxName = 100;

    public Operation Operation { get; } = new("POST", "/api/collections", "collections_create_collection", Access.Admin);

    public OperationDescription Description => new("Make a collection")
    {
        Body = Shape.Body(
            BodyField.Text("name", 1, MaxName, "Not beginning with `sqlite_`", "^[a-z][a-z0-9_]*$"),
            BodyField.Text("label", 1, CollectionRequest.MaxLabel),
            BodyField.Named("schema", CollectionShapes.Schema),
            BodyField.Named("options", CollectionShapes.Options).Optional()),
        Answers =
        [
            new(201, "The collection", Shape.Of<CollectionView>()),
            new(400, "There is one of that name, or schema or options are wrong"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var name = fields.Pattern("name", 1, MaxName, NamePattern());
        var wanted = CollectionRequest.Whole(fields, out var refusal);
        if (name?.StartsWith(SqliteDialect.ReservedTablePrefix, StringComparison.Ordinal) == true)
        {
            refusal ??= $"A collection's name cannot start with '{SqliteDialect.ReservedTablePrefix}'";
        }

        if (fields.Errors.Count > 0) await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
        else if (refusal is not null) await CollectionAnswers.Refused(context, refusal).ConfigureAwait(false);
        else await Create(context, caller, name!, wanted!).ConfigureAwait(false);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    private async Task Create(HttpContext context, Caller caller, string name, CollectionChange wanted)
    {
        var outcome = await store.Create(name, wanted, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (outcome.Model is { } model
            ? Answers.Json(context, StatusCodes.Status201Created, CollectionView.For(caller, model), WireJson.Wire.CollectionView)
            : CollectionAnswers.Refused(context, $"Collection '{name}' already exists")).ConfigureAwait(false);
    }
}
