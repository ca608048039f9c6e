using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Hooks.Endpoints;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>A webhook, as admins see it: without its secret and the values of its headers.</summary>
/// <param name="Headers">The names of its headers, each with <c>***</c>.</param>
/// <param name="IsActive">Whether it is on; one whose secret or headers cannot be read is not.</param>
/// <param name="State">Whether it is sent to: <c>closed</c>, or <c>open</c> while it keeps failing and is left alone.</param>
/// <param name="LastError">Why it is off although it should not be, or what went wrong last.</param>
internal sealed record WebhookView(
    string Id,
    string Name,
    string Url,
    IReadOnlyList<string> Events,
    string? Filter,
    IReadOnlyDictionary<string, string> Headers,
    bool IsActive,
    string State,
    string? LastError,
    string CreatedAt,
    string UpdatedAt)
{
    private const string Mask = "***";

    public static WebhookView Of(WebhookRow row, HookHealth health)
    {
        var figures = health.Read();
        return new WebhookView(
            row.Id,
            row.Name,
            row.Url,
            row.EventNames,
            row.Filter,
            row.HeaderValues.ToDictionary(header => header.Key, _ => Mask, StringComparer.Ordinal),
            row.IsOn,
            HookView.NameOf(figures.State),
            row.Unreadable ?? figures.LastError,
            row.CreatedAt,
            row.UpdatedAt);
    }
}

/// <summary>Webhooks.</summary>
internal sealed record WebhookList(IReadOnlyList<WebhookView> Webhooks);

/// <summary>A webhook that was made or changed.</summary>
/// <param name="Secret">Its secret, where it is a new one; it is not shown again.</param>
internal sealed record WebhookWithSecret(WebhookView Webhook, string? Secret);
