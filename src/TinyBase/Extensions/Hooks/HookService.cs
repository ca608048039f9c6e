using Microsoft.Extensions.Hosting;

using TinyBase.Extensions.Outbox;
using TinyBase.Extensions.Webhooks;
using TinyBase.Hosting;

namespace TinyBase.Extensions.Hooks;

/// <summary>What hooks need beside the requests: the hooks at start and end, the queue, the outbox.</summary>
internal sealed class HookService(
    HookLifetime lifetime, HookRegistry registry, HookQueue queue, OutboxService outbox, WebhookStore webhooks, MountPoint mount) : IHostedService
{
    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // An app that adds TinyBase without mapping it has no events.
        if (mount.Prefix is null) return;
        await webhooks.Load(cancellationToken).ConfigureAwait(false);
        queue.Start();
        outbox.Start();
        await lifetime.Begin(registry.Table.All, cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (mount.Prefix is null) return;
        await queue.Drain(DrainFor).ConfigureAwait(false);
        await lifetime.End(registry.Table.All, cancellationToken).ConfigureAwait(false);
        await outbox.Stop(cancellationToken).ConfigureAwait(false);
    }
}
