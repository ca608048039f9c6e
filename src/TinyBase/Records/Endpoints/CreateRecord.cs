using Microsoft.AspNetCore.Http;

using TinyBase.Collections;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Records.Endpoints;

/// <summary>Adds a record.</summary>
internal sealed class CreateRecord(RecordWrites writes, CollectionCatalog catalog, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } =
        new("POST", "/api/collections/{name}/records", "collections_create_record", Access.Optional);

    public OperationDescription Description => new("Create a record")
    {
        Rule = rules => rules.Create,
        Details = RecordShapes.FlatBody,
        Body = Shape.Records(RecordPart.Create),
        Answers =
        [
            new(201, "The record", Shape.Records(RecordPart.Record)) { HasETag = true },
            RecordShapes.Invalid,
            RecordShapes.LoginNeeded,
            RecordShapes.Denied,
            CollectionShapes.NotFound,
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.CollectionName();
        catalog.TryFind(name, out var model);
        if (caller.MustLogIn(model?.Access.Create))
        {
            await Answers.NotAuthenticated(context).ConfigureAwait(false);
            return;
        }

        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        if (RecordBody.Find(body.Root, out var record) is { } wrong) await Answers.Unprocessable(context, wrong).ConfigureAwait(false);
        else if (model is null) await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        else if (!model.AccessFor(caller).Create.Allows(caller)) await RecordAnswers.Denied(context, "Access denied").ConfigureAwait(false);
        else if (record.Check(model) is { } unclear) await Answers.Unprocessable(context, unclear).ConfigureAwait(false);
        else
        {
            var outcome = await writes.Create(model, record, new WriteOrigin(caller, context.TraceIdentifier), context.RequestAborted).ConfigureAwait(false);
            await RecordAnswers.Send(context, outcome, string.Empty, "Access denied", StatusCodes.Status201Created).ConfigureAwait(false);
        }
    }
}
