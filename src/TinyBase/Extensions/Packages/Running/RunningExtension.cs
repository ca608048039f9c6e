using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Packages.Serving;
using TinyBase.Functions;

namespace TinyBase.Extensions.Packages.Running;

/// <summary>An extension that was started. It is served once its parts are published, and ends when it is disposed.</summary>
internal sealed partial class RunningExtension(ExtensionManifest manifest, ServiceProvider services, ExtensionCalls calls, ILogger logger) : IAsyncDisposable
{
    /// <summary>How long what is under way has, once with and once without a token that tells it to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<IHostedService> _hosted = [];
    private int _isDisposed;

    public ExtensionManifest Manifest { get; } = manifest;

    public IServiceProvider Services { get; } = services;

    public ExtensionCalls Calls { get; } = calls;

    /// <summary>Cancelled when requests under way are to end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Whether nothing new is to begin.</summary>
    public bool IsStopped { get; private set; }

    public required ExtensionEndpoints Endpoints { get; init; }

    public required IReadOnlyList<ServedFunction> Functions { get; init; }

    public required HookSource Hooks { get; init; }

    /// <summary>The static pages; null for none.</summary>
    public required ExtensionPages? Pages { get; init; }

    /// <summary>Begins the extension's own background services.</summary>
    public async Task StartHosted(CancellationToken cancel)
    {
        services.GetService<IStartupValidator>()?.Validate();
        foreach (var service in services.GetServices<IHostedService>())
        {
            _hosted.Add(service);
            await service.StartAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Lets nothing new begin.</summary>
    public void Stop() => IsStopped = true;

    /// <summary>Ends what is under way, as far as it lets itself be ended, and disposes what the extension has made.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        Stop();
        await Calls.WhenIdle(Patience).ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Calls.WhenIdle(Patience).ConfigureAwait(false);
        await Bounded(StopHosted).ConfigureAwait(false);
        await Bounded(() => Hooks.DisposeAsync().AsTask()).ConfigureAwait(false);
        await Bounded(() => services.DisposeAsync().AsTask()).ConfigureAwait(false);
        Pages?.Dispose();
        _stopping.Dispose();
    }

    private async Task StopHosted()
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var service in Enumerable.Reverse(_hosted)) await service.StopAsync(patience.Token).ConfigureAwait(false);
    }

    /// <summary>What an extension does at its end may hang or fail; the server goes on.</summary>
    private async Task Bounded(Func<Task> end)
    {
        try
        {
            await Task.Run(end).WaitAsync(Patience + Patience).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Log.EndFailed(logger, error, Manifest.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8401, LogLevel.Error, "The extension '{Extension}' could not be ended in order")]
        public static partial void EndFailed(ILogger logger, Exception error, string extension);
    }
}
