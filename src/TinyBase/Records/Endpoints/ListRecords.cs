using System.Buffers;

using Microsoft.AspNetCore.Http;

using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Records.Endpoints;

/// <summary>A page of records.</summary>
internal sealed class ListRecords(RecordStore store, CollectionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } =
        new("GET", "/api/collections/{name}/records", "collections_list_records", Access.Optional);

    public OperationDescription Description => new("List records")
    {
        Rule = rules => rules.List,
        Details = "Under the rule `owner` a user gets their own.",
        Parameters = ListParameters.All,
        Answers =
        [
            new(200, "A page", Shape.Records(RecordPart.Page)),
            new(400, "It took too long; an index may help") { Component = "TooSlow" },
            RecordShapes.Denied,
            CollectionShapes.NotFound,
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var query = ListQuery.Read(context.Request, parameters);
        var name = context.CollectionName();
        if (query is null)
        {
            await Answers.Unprocessable(context, parameters.Errors).ConfigureAwait(false);
        }
        else if (!catalog.TryFind(name, out var model))
        {
            await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        }
        else if (!model.AccessFor(caller).List.Allows(caller))
        {
            await RecordAnswers.Denied(context, "Access denied").ConfigureAwait(false);
        }
        else if (!ListPlan.TryMake(model, query, out var plan, out var errors))
        {
            await Answers.Unprocessable(context, errors).ConfigureAwait(false);
        }
        else if (await store.List(plan, caller, context.RequestAborted).ConfigureAwait(false) is { } page)
        {
            await Send(context, page).ConfigureAwait(false);
        }
        else
        {
            await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        }
    }

    private async Task Send(HttpContext context, RecordPage page)
    {
        using var whole = page;
        if (page.TookTooLong)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, page.Plan.Slow(RecordStore.MaxListTime)).ConfigureAwait(false);
            return;
        }

        if (page.IsCursorLost)
        {
            await Answers.Unprocessable(context, page.Plan.CursorLost).ConfigureAwait(false);
            return;
        }

        if (!page.HasRest)
        {
            await Answers.Bytes(context, StatusCodes.Status200OK, page.Json.Written.Span).ConfigureAwait(false);
            return;
        }

        var response = context.Response;
        response.ContentType = "application/json";
        while (true)
        {
            response.BodyWriter.Write(page.Json.Written.Span);
            // Waits for the client, with no statement open.
            await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            if (!page.HasRest) return;
            await store.ReadRest(page, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
