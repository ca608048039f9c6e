using System.Text.Json;

namespace TinyBase.Extensions.Webhooks;

/// <summary>A webhook as it is kept.</summary>
internal sealed record WebhookRow
{
    /// <summary>The headers of a webhook that has none.</summary>
    public const string NoHeaders = "{}";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Url { get; init; }

    /// <summary>The names of the events as a JSON list.</summary>
    public required string Events { get; init; }

    /// <summary>The collection or function that it is for; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>The headers as a JSON object; null if they cannot be decrypted.</summary>
    public required string? Headers { get; init; }

    /// <summary>The secret; null if it cannot be decrypted.</summary>
    public required string? Secret { get; init; }

    /// <summary>Whether it is meant to be sent to.</summary>
    public required bool IsActive { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }

    public IReadOnlyList<string> EventNames => [.. JsonElement.Parse(Events).EnumerateArray().Select(name => name.GetString()!)];

    public IReadOnlyDictionary<string, string> HeaderValues =>
        JsonElement.Parse(Headers ?? NoHeaders).EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What of it cannot be read and what to do about it; null where all can. One that cannot be read is not used: nobody could tell that its
    /// requests come from here.
    /// </summary>
    public string? Unreadable => (Secret, Headers) switch
    {
        (null, null) => Lost("The secret and the headers", "a new secret and its headers again"),
        (null, _) => Lost("The secret", "a new secret"),
        (_, null) => Lost("The headers", "its headers again"),
        _ => null,
    };

    /// <summary>Whether it is sent to.</summary>
    public bool IsOn => IsActive && Unreadable is null;

    /// <summary>Under which name its events are kept.</summary>
    public string Subscriber => Outbox.OutboxStore.WebhookPrefix + Id;

    /// <summary>Neither headers nor secret are for logs.</summary>
    public override string ToString() => $"Webhook {Id}";

    private static string Lost(string what, string instead) =>
        $"{what} of this webhook cannot be read: encrypted with another key than that in the secrets file. "
        + $"Put the file back that was there and restart the server, or give the webhook {instead}";
}

/// <summary>What came of a change of a webhook.</summary>
/// <param name="Row">The webhook; null if there is none with that id.</param>
/// <param name="IsRefused">Whether it stays as it was, since it was to be active and cannot be read.</param>
internal readonly record struct WebhookOutcome(WebhookRow? Row, bool IsRefused);

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
