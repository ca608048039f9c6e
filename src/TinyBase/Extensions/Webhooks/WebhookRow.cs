using System.Text.Json;

namespace TinyBase.Extensions.Webhooks;

/// <summary>A webhook as it is kept.</summary>
internal sealed record WebhookRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Url { get; init; }

    /// <summary>The names of the events as a JSON list.</summary>
    public required string Events { get; init; }

    /// <summary>The collection or function that it is for; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>The headers as a JSON object.</summary>
    public required string Headers { get; init; }

    public required string Secret { get; init; }

    public required bool IsActive { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }

    public IReadOnlyList<string> EventNames => [.. JsonElement.Parse(Events).EnumerateArray().Select(name => name.GetString()!)];

    public IReadOnlyDictionary<string, string> HeaderValues =>
        JsonElement.Parse(Headers).EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase);

    /// <summary>Under which name its events are kept.</summary>
    public string Subscriber => Outbox.OutboxStore.WebhookPrefix + Id;

    /// <summary>Neither headers nor secret are for logs.</summary>
    public override string ToString() => $"Webhook {Id}";
}

/// <summary>What a request wants a webhook to be; what is null stays as it is.</summary>
internal sealed record WebhookChange
{
    public string? Name { get; init; }

    public string? Url { get; init; }

    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Whether the filter is to change, be it to none.</summary>
    public bool HasFilter { get; init; }

    public string? Filter { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public string? Secret { get; init; }

    public bool? IsActive { get; init; }
}
