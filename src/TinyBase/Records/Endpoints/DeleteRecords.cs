using System.Text.Json;

using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

using TinyBase.Collections;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Records.Endpoints;

/// <summary>Deletes records by their ids, each of them under the access rule; what is refused does not hold up the others.</summary>
internal sealed class DeleteRecords(RecordWrites writes, CollectionCatalog catalog, TinyBaseOptions options) : IEndpoint
{
    private const string NotAllowed = "You don't have permission to delete this record";

    public Operation Operation { get; } =
        new("POST", "/api/collections/{name}/records/delete", "collections_delete_records", Access.Optional);

    public OperationDescription Description => new("Delete records by their ids")
    {
        Details = "Each record is deleted or refused for itself; those that are deleted are one transaction.",
        Rule = rules => rules.Delete,
        IsOfRecords = true,
        Body = Shape.Body(new BodyField("ids", Ids)),
        Answers =
        [
            new(200, "How many were deleted, and which were not", Shape.Named(RecordShapes.Deleted)),
            RecordShapes.LoginNeeded,
            RecordShapes.Denied,
            CollectionShapes.NotFound,
        ],
    };

    private static OpenApiSchema Ids
    {
        get
        {
            var ids = Schemas.List(Schemas.Id());
            (ids.MinItems, ids.MaxItems) = (1, RecordIds.MaxCount);
            return ids;
        }
    }

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.CollectionName();
        catalog.TryFind(name, out var model);
        if (caller.MustLogIn(model?.Access.Delete))
        {
            await Answers.NotAuthenticated(context).ConfigureAwait(false);
            return;
        }

        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var ids = RecordIds.Read(body.Root, out var errors);
        if (errors.Count > 0) await Answers.Unprocessable(context, errors).ConfigureAwait(false);
        else if (model is null) await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        else if (!model.AccessFor(caller).Delete.Allows(caller)) await RecordAnswers.Denied(context, "Access denied").ConfigureAwait(false);
        else
        {
            var origin = new WriteOrigin(caller, context.TraceIdentifier);
            var outcomes = await writes.Delete(model, ids, origin, context.RequestAborted).ConfigureAwait(false);
            if (outcomes.All(outcome => outcome.Result == RecordResult.CollectionMissing))
            {
                await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
            }
            else await Send(context, ids, outcomes).ConfigureAwait(false);
        }
    }

    private static Task Send(HttpContext context, IReadOnlyList<string> ids, RecordOutcome[] outcomes)
    {
        using var json = new JsonBuffer();
        json.Raw("{\"deleted\":"u8);
        json.Number(outcomes.LongCount(outcome => outcome.Result == RecordResult.Done));
        json.Raw(",\"refused\":"u8);
        using (var writer = new Utf8JsonWriter(json, Answers.Compact))
        {
            writer.WriteStartArray();
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i].Result != RecordResult.Done) WriteRefusal(writer, ids[i], outcomes[i]);
            }

            writer.WriteEndArray();
        }

        json.Raw("}"u8);
        return Answers.Bytes(context, StatusCodes.Status200OK, json.Written.Span);
    }

    private static void WriteRefusal(Utf8JsonWriter writer, string id, RecordOutcome outcome)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteNumber("status", RecordAnswers.Status(outcome));
        RecordAnswers.WriteRefusal(writer, outcome, id, NotAllowed);
        writer.WriteEndObject();
    }
}
