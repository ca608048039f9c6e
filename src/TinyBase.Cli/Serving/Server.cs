using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using TinyBase.Auth.Setup;
using TinyBase.Cli.Logging;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Control;
using TinyBase.Storage;

namespace TinyBase.Cli.Serving;

/// <summary>The web server that <c>tinybase serve</c> runs.</summary>
internal static class Server
{
    /// <summary>How long requests in flight have to finish once the server is told to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>When the start is over, with all that goes on behind it.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(3);

    /// <summary>A server that nobody uses yet has less than this on its heap, in bytes: 5 to 6 million.</summary>
    private const long AtRest = 16 << 20;

    /// <summary>
    /// So many threads of the pool more than processors start without delay. Some always wait: for the disk, a lock, a hook. With two on two
    /// processors, creates were fewer by 6 %.
    /// </summary>
    private const int SpareThreads = 4;

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> Run(TinyBaseSettings settings, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var options = settings.Options;
        StartThreadsSooner();
        InlineSockets.AddThreads();
        output.WriteLine($"Starting TinyBase server on {options.Server.Host}:{options.Server.Port}");
        output.WriteLine($"Environment: {(options.Debug ? "development" : "production")}");

        // It outlives the app, so that what is logged while the app is disposed of is written too.
        using var log = new LineLoggerProvider(
            Console.OpenStandardOutput(), TimeProvider.System, options.LogLevel, LineStyle.OfConsole());
        var stopping = cancel;
        try
        {
            var address = ListenAddress.Resolve(options.Server.Host, options.Server.Port);
            var app = Build(settings, address, log);
            await using var served = app.ConfigureAwait(false);
            stopping = app.Lifetime.ApplicationStopping;
            InlineSockets.Use(app);
            app.UseTrustedProxies(options.Server.TrustedProxies);
            app.MapTinyBase();
            app.MapTinyBaseUnknownPaths();
            ListenForOperator(app);
            await app.StartAsync(cancel).ConfigureAwait(false);
            Announce(app, output);
            await OfferSetup(app, output, cancel).ConfigureAwait(false);
            _ = GiveBackMemory(app.Lifetime.ApplicationStopping);
            await app.WaitForShutdownAsync(cancel).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || cancel.IsCancellationRequested)
        {
            // It was told to stop before it had started.
            return ExitCode.Ok;
        }
        catch (Exception failure) when (Explain(failure, options.Server) is { } reason)
        {
            error.WriteError(reason);
            return ExitCode.StartUp;
        }
    }

    /// <summary>
    /// Gives back what the start left behind, which would stay until the heap has grown to a multiple. A server that is busy by then is not
    /// held up.
    /// </summary>
    private static async Task GiveBackMemory(CancellationToken stopping)
    {
        await Task.Delay(AfterStart, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.IsCancellationRequested || GC.GetTotalMemory(forceFullCollection: false) > AtRest) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static void StartThreadsSooner()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + SpareThreads), completions);
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
        builder.Services.AddOptions<SocketTransportOptions>().Configure<IServiceProvider>((transport, services) =>
        {
            // What a socket brings is handled on the thread of the pool that read it, and sent on the one that made the answer, without
            // going through the pool's queue in between: two hops less a request.
            transport.UnsafePreferInlineScheduling = true;
            transport.CreateBoundListenSocket = endPoint =>
                endPoint is UnixDomainSocketEndPoint
                    ? services.GetRequiredService<ControlSocket>().Bound!
                    : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        });
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
        kestrel.Listen(address.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            InlineSockets.Watch(listen);
        });
    }

    /// <summary>Listens on the control socket as well, now that the lock of the database is held.</summary>
    private static void ListenForOperator(WebApplication app)
    {
        if (app.Services.GetRequiredService<ControlSocket>().Open() is not { } path) return;
        var kestrel = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static void Announce(WebApplication app, TextWriter output)
    {
        foreach (var url in app.Urls.Where(url => !BindingAddress.Parse(url).IsUnixPipe))
        {
            output.WriteLine($"Listening on {url}");
            output.WriteLine($"  API:    {url}/api");
            output.WriteLine($"  Docs:   {url}/docs");
            output.WriteLine($"  Health: {url}/health");
        }
    }

    /// <summary>
    /// Shows the link that makes the first admin. Where the output is no terminal it may be kept for long and read by many, so it
    /// says only where the link is.
    /// </summary>
    private static async Task OfferSetup(WebApplication app, TextWriter output, CancellationToken cancel)
    {
        var link = app.Services.GetRequiredService<SetupLink>();
        if (!await link.IsOpen(cancel).ConfigureAwait(false) || ServerAddress.ForBrowser(app.Urls) is not { } server) return;
        output.WriteLine();
        if (!Console.IsOutputRedirected)
        {
            output.WriteLine("There is no admin yet. Open this link to make the first one:");
            output.WriteLine($"  {link.Of(server)}");
        }
        else
        {
            link.WriteFile(server);
            output.WriteLine("There is no admin yet. The link that makes the first one is in");
            output.WriteLine($"  {link.FilePath}");
        }

        output.WriteLine();
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
        // Files beside the database that cannot be made, on a full disk for instance.
        IOException or UnauthorizedAccessException => $"the server could not start: {failure.Message}",
        SocketException socket => $"{server.Host}:{server.Port} cannot be listened on: {socket.Message}",
        _ => null,
    };
}
