using TinyBase.Extensions.Hooks;

namespace TinyBase.Extensions.Webhooks;

/// <summary>An address that is told of one kind of event.</summary>
internal sealed class Webhook : Subscriber
{
    public required WebhookTarget Target { get; init; }
}

/// <summary>Where requests of a webhook go, and what they carry.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Url">Where to.</param>
/// <param name="Headers">Headers that each request has.</param>
/// <param name="Key">The key that signs them.</param>
internal sealed record WebhookTarget(string Id, Uri Url, IReadOnlyDictionary<string, string> Headers, byte[] Key)
{
    /// <summary>Neither headers nor key are for logs.</summary>
    public override string ToString() => $"Webhook {Id}";
}
