using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using TinyBase;

namespace Faulty;

/// <summary>Fails in the way that the setting <c>mode</c> says.</summary>
public sealed class FaultyExtension : IExtension
{
    public void Configure(ExtensionBuilder extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        switch (extension.Settings["mode"])
        {
            case "throws":
                throw new InvalidOperationException("It cannot work like this");
            case "hangs":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "fail_fast":
                Environment.FailFast("The extension ends the process");
                break;
            case "same_route":
                extension.MapEndpoints(routes =>
                {
                    routes.MapGet("/twice", () => 1);
                    routes.MapGet("/twice", () => 2);
                });
                break;
            case "authorize":
                extension.MapEndpoints(routes => routes.MapGet("/x", [Authorize] () => 1));
                break;
            case "hosted_throws":
                extension.Services.AddHostedService<FailingService>();
                break;
        }

        extension.MapEndpoints(routes => routes.MapPost("/crash", () => new Thread(() => throw new InvalidOperationException("Nobody catches this")).Start()));
    }

    private sealed class FailingService : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("The service cannot start");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Hooks that fail in the way that the setting says.</summary>
public sealed class FaultyHooks(IConfiguration settings)
{
    [OnStartup]
    public async Task Start(CancellationToken cancel)
    {
        switch (settings["mode"])
        {
            case "startup_throws":
                throw new InvalidOperationException("The hook cannot start");
            case "startup_hangs":
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                break;
        }
    }

    [OnShutdown]
    public async Task End()
    {
        if (settings["mode"] == "shutdown_hangs") await Task.Delay(Timeout.Infinite);
    }

    [BeforeRecordCreate("fatal")]
    public void EndTheProcess(RecordCreateEvent e) => Environment.FailFast("The hook ends the process");
}

/// <summary>A function that the app of some tests has too.</summary>
public static class FaultyFunctions
{
    [Function("own_add")]
    public static int Add(int x) => x;
}
