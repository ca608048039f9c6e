using System.Text.Json;

using TinyBase.Extensions.Outbox;

namespace TinyBase.Extensions.Hooks.Endpoints;

/// <summary>An event that is kept for a durable hook.</summary>
/// <param name="Hook">The hook, by source, method, event and filter.</param>
/// <param name="Status"><c>pending</c>, or <c>dead</c> once it was given up.</param>
internal sealed record KeptEventView(
    string Id,
    string Hook,
    string Event,
    string? Subject,
    string Status,
    long Attempts,
    string CreatedAt,
    string? NextAttemptAt,
    string? FinishedAt,
    string? Error,
    JsonElement Payload)
{
    public static KeptEventView Of(OutboxRow row) => new(
        row.Id,
        row.Subscriber,
        row.Event,
        row.Subject,
        row.Status,
        row.Attempts,
        row.CreatedAt,
        row.Status == OutboxRow.Pending ? row.NextAttemptAt : null,
        row.FinishedAt,
        row.Error,
        JsonElement.Parse(row.Payload));
}

/// <summary>Kept events.</summary>
internal sealed record KeptEventList(IReadOnlyList<KeptEventView> Events, long Total, int Limit, int Offset);
