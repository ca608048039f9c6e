using System.Text;
using System.Text.Json;

using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Webhooks;

namespace TinyBase.Extensions.Outbox;

/// <summary>Brings one kept event to its subscriber, a method or a webhook.</summary>
internal sealed class OutboxDelivery(HookRunner runner, WebhookSender sender, TimeProvider clock)
{
    /// <summary>Brings an event.</summary>
    /// <returns>What came of it; none if the subscriber is left alone now, and for how long.</returns>
    public Task<(OutboxAttempt? Attempt, TimeSpan Wait)> Bring(Subscriber subscriber, OutboxRow row, CancellationToken cancel) => subscriber switch
    {
        Hook hook => Run(hook, row, cancel),
        Webhook webhook => Send(webhook, row, cancel),
        _ => throw new InvalidOperationException($"Nothing is known of a subscriber such as {subscriber.GetType().Name}."),
    };

    private async Task<(OutboxAttempt?, TimeSpan)> Run(Hook hook, OutboxRow row, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        HookEvent happened;
        try
        {
            happened = HookJson.Read(hook.Point, Encoding.UTF8.GetBytes(row.Payload));
        }
        catch (JsonException unreadable)
        {
            // Another version has written it; to try again would hold up those behind it for nothing.
            return (new OutboxAttempt(row, $"It cannot be read: {unreadable.Message}", default) { IsFinal = true }, default);
        }

        var (run, error, wait) = await runner.TryRun(hook, happened, cancel).ConfigureAwait(false);
        return run == HookRun.LeftAlone ? (null, wait) : (new OutboxAttempt(row, error, clock.GetElapsedTime(started)), default);
    }

    private async Task<(OutboxAttempt?, TimeSpan)> Send(Webhook webhook, OutboxRow row, CancellationToken cancel)
    {
        if (!webhook.Health.TryBegin(out var wait)) return (null, wait);
        try
        {
            var attempt = await sender.Send(webhook, row, cancel).ConfigureAwait(false);
            if (attempt.Error is { } error) webhook.Health.Fail(error, attempt.Took);
            else webhook.Health.Succeed(attempt.Took);
            return (attempt, default);
        }
        catch
        {
            webhook.Health.Abandon();
            throw;
        }
    }
}
