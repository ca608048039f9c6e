using System.Text.Json;

using TinyBase.Extensions.Outbox;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>One event on its way to a webhook, or arrived.</summary>
/// <param name="Id">Its id, which the receiver gets as <c>webhook-id</c>, at each attempt the same.</param>
/// <param name="Status"><c>pending</c>, <c>delivered</c>, or <c>dead</c> once it was given up.</param>
/// <param name="ResponseStatus">The status of the last answer; null where there was none.</param>
/// <param name="ResponseBody">The beginning of it.</param>
/// <param name="Payload">The body of the request.</param>
internal sealed record DeliveryView(
    string Id,
    string Event,
    string? Subject,
    string Status,
    long Attempts,
    string CreatedAt,
    string? NextAttemptAt,
    string? FinishedAt,
    long? DurationMs,
    long? ResponseStatus,
    string? ResponseBody,
    string? Error,
    JsonElement Payload)
{
    public static DeliveryView Of(OutboxRow row) => new(
        row.Id,
        row.Event,
        row.Subject,
        row.Status,
        row.Attempts,
        row.CreatedAt,
        row.Status == OutboxRow.Pending ? row.NextAttemptAt : null,
        row.FinishedAt,
        row.DurationMs,
        row.ResponseStatus,
        row.ResponseBody,
        row.Error,
        JsonElement.Parse(row.Payload));
}

/// <summary>Deliveries.</summary>
internal sealed record DeliveryList(IReadOnlyList<DeliveryView> Deliveries, long Total, int Limit, int Offset);
