using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Hosting;

namespace TinyBase.Auth.Setup;

/// <summary>
/// Writes the setup link of an app that has no admin to its file once the app listens, and logs where that is. The link itself is
/// never logged: logs travel.
/// </summary>
internal sealed partial class SetupAnnouncement(
    IServiceProvider services, MountPoint mount, ILogger<SetupAnnouncement> logger) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (mount.Prefix is not { } prefix) return;
        var link = services.GetRequiredService<SetupLink>();
        if (!await link.IsOpen(cancellationToken).ConfigureAwait(false)) return;
        var bound = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        try
        {
            link.WriteFile(ServerAddress.ForBrowser(bound) + prefix);
            Log.Written(logger, link.FilePath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotWritten(logger, error, link.FilePath);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Information, "There is no admin yet. The link that makes the first one is in {Path}")]
        public static partial void Written(ILogger logger, string path);

        [LoggerMessage(4002, LogLevel.Error, "There is no admin yet, and the link that makes the first one could not be written to {Path}")]
        public static partial void NotWritten(ILogger logger, Exception error, string path);
    }
}
