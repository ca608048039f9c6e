using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Outbox;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>The deliveries to a webhook, the newest first.</summary>
internal sealed class ListDeliveries(WebhookStore store, OutboxStore outbox) : IEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private static readonly string[] Statuses = [OutboxRow.Pending, OutboxRow.Delivered, OutboxRow.Dead];

    public Operation Operation { get; } = new("GET", WebhookAnswers.PathOfOne + "/deliveries", "admin_list_webhook_deliveries", Access.Admin);

    public OperationDescription Description => new("List deliveries to a webhook")
    {
        Details = "The newest come first. Old ones are forgotten after a time; see the settings.",
        Parameters =
        [
            ParameterDescription.Query("status", Schemas.OneOf(Statuses), "Only deliveries with this status."),
            ParameterDescription.Query("limit", Schemas.Integer(1, MaxLimit, absent: DefaultLimit), "How many deliveries at most."),
            ParameterDescription.Query("offset", Schemas.Integer(0, int.MaxValue, absent: 0), "How many to pass over."),
        ],
        Answers = [new(200, "The deliveries", Shape.Of<DeliveryList>()), WebhookAnswers.Missing],
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

        if (await WebhookAnswers.Find(context, store).ConfigureAwait(false) is not { } row) return;
        var (rows, total) = await outbox.List(new OutboxFilter(row.Subscriber, status), limit, offset, context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context,
            StatusCodes.Status200OK,
            new DeliveryList([.. rows.Select(DeliveryView.Of)], total, limit, offset),
            WireJson.Wire.DeliveryList).ConfigureAwait(false);
    }
}
