using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Cli.Logging;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Cli.Serving;

/// <summary>The web server that <c>tinybase serve</c> runs.</summary>
internal static class Server
{
    /// <summary>How long requests in flight have to finish once the server is told to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> Run(TinyBaseSettings settings, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var options = settings.Options;
        output.WriteLine($"Starting TinyBase server on {options.Server.Host}:{options.Server.Port}");
        output.WriteLine($"Environment: {(options.Debug ? "development" : "production")}");

        // It outlives the app, so that what is logged while the app is disposed of is written too.
        using var log = new LineLoggerProvider(
            Console.OpenStandardOutput(), TimeProvider.System, options.LogLevel, LineStyle.OfConsole());
        try
        {
            var address = ListenAddress.Resolve(options.Server.Host, options.Server.Port);
            var app = Build(settings, address, log);
            await using var _ = app.ConfigureAwait(false);
            app.UseTrustedProxies(options.Server.TrustedProxies);
            app.MapTinyBase();
            app.MapTinyBaseUnknownPaths();
            await app.StartAsync(cancel).ConfigureAwait(false);
            Announce(app, output);
            await app.WaitForShutdownAsync(cancel).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (Exception failure) when (Explain(failure, options.Server) is { } reason)
        {
            error.WriteError(reason);
            return ExitCode.StartUp;
        }
    }

    private static WebApplication Build(TinyBaseSettings settings, ListenAddress address, ILoggerProvider log)
    {
        // Nothing but TinyBase's own settings counts: no appsettings.json, no ASPNETCORE_* variables.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "TinyBase",
            ContentRootPath = settings.Options.Root,
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, address));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Grace);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Logging.SetMinimumLevel(settings.Options.LogLevel).AddProvider(log);
        builder.Services.AddTinyBase(settings);
        return builder.Build();
    }

    private static void Limit(KestrelServerOptions kestrel, ListenAddress address)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        kestrel.Listen(address.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static void Announce(WebApplication app, TextWriter output)
    {
        foreach (var url in app.Urls)
        {
            output.WriteLine($"Listening on {url}");
            output.WriteLine($"  API:    {url}/api");
            output.WriteLine($"  Health: {url}/health");
        }
    }

    /// <summary>Why the server could not start, if that is no fault of the program.</summary>
    private static string? Explain(Exception failure, ServerOptions server) => failure switch
    {
        DatabaseException or ListenException => failure.Message,
        IOException { InnerException: AddressInUseException } =>
            $"port {server.Port} on {server.Host} is already in use. Stop the other program or use --port.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"port {server.Port} on {server.Host} is not allowed for this user. Use a port above 1023.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            $"{server.Host} is not an address of this machine. Use --host with one that is.",
        SocketException socket => $"{server.Host}:{server.Port} cannot be listened on: {socket.Message}",
        _ => null,
    };
}
