using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Outbox;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Hooks.Endpoints;

/// <summary>The events that are kept for durable hooks, the newest first.</summary>
internal sealed class ListKeptEvents(OutboxStore outbox) : IEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private static readonly string[] Statuses = [OutboxRow.Pending, OutboxRow.Dead];

    public Operation Operation { get; } = new("GET", HookAnswers.Path + "/events", "admin_list_hook_events", Access.Admin);

    public OperationDescription Description => new("List events kept for durable hooks")
    {
        Details = "The newest come first. Those that a hook has taken are gone; those that were given up are `dead`.",
        Parameters =
        [
            ParameterDescription.Query("status", Schemas.OneOf(Statuses), "Only events with this status."),
            ParameterDescription.Query("limit", Schemas.Integer(1, MaxLimit, absent: DefaultLimit), "How many events at most."),
            ParameterDescription.Query("offset", Schemas.Integer(0, int.MaxValue, absent: 0), "How many to pass over."),
        ],
        Answers = [new(200, "The events", Shape.Of<KeptEventList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var status = query.OneOf("status", Statuses);
        var limit = query.Integer("limit", DefaultLimit, 1, MaxLimit);
        var offset = query.Integer("offset", 0, 0, int.MaxValue);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var (rows, total) = await outbox.List(new OutboxFilter(null, status), limit, offset, context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context,
            StatusCodes.Status200OK,
            new KeptEventList([.. rows.Select(KeptEventView.Of)], total, limit, offset),
            WireJson.Wire.KeptEventList).ConfigureAwait(false);
    }
}
