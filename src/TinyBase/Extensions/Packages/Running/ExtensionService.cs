using Microsoft.Extensions.Hosting;

using TinyBase.Hosting;

namespace TinyBase.Extensions.Packages.Running;

/// <summary>
/// Starts the extensions with the server, before it listens: a hook may guard a rule. They end when everything else has stopped, so that their
/// hooks get what is still in the queue.
/// </summary>
internal sealed class ExtensionService(ExtensionAdministration administration, ExtensionHost host, MountPoint mount) : IHostedLifecycleService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        // An app that adds TinyBase without mapping it has nothing for extensions.
        mount.Prefix is null ? Task.CompletedTask : administration.StartAll(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => host.DisposeAsync().AsTask();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
