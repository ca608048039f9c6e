using Microsoft.AspNetCore.Http;

using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Records.Endpoints;

/// <summary>One record.</summary>
internal sealed class GetRecord(RecordStore store, CollectionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } =
        new("GET", "/api/collections/{name}/records/{id}", "collections_get_record", Access.Optional) { IsBrief = true };

    public OperationDescription Description => new("Get a record")
    {
        Rule = rules => rules.Read,
        Parameters = [ListParameters.Fields, ParameterDescription.IfNoneMatch],
        Answers =
        [
            new(200, "The record", Shape.Records(RecordPart.Record)) { HasETag = true },
            AnswerDescription.NotModified,
            RecordShapes.Denied,
            RecordShapes.NotFound,
        ],
    };

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

        var fields = context.Request.QueryString.HasValue ? new QueryParameters(context.Request.Query).Text("fields") : null;
        using var json = new JsonBuffer();
        var read = await store.Get(model, id, fields, caller, json, context.RequestAborted).ConfigureAwait(false);
        if (read.Error is { } unknown) await Answers.Unprocessable(context, unknown).ConfigureAwait(false);
        else if (read.Result == RecordResult.Done) await Send(context, read, json).ConfigureAwait(false);
        else await RecordAnswers.Send(context, new RecordOutcome(read.Result), id, "Access denied", 200).ConfigureAwait(false);
    }

    private static Task Send(HttpContext context, RecordRead read, JsonBuffer json)
    {
        context.Response.Headers.ETag = EntityTags.Of(read.Version, read.Schema);
        var isKnown = EntityTags.IfNoneMatch(context.Request) is { } known && known.Match(read.Version, read.Schema, strong: false);
        if (!isKnown) return Answers.Bytes(context, StatusCodes.Status200OK, json.Written.Span);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }
}
