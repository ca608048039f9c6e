using System.Diagnostics;
using System.Text.Json;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using TinyBase.Client;
using TinyBase.Extensions.Packages.Store;
using TinyBase.Functions.Callbacks;
using TinyBase.Functions.InProcess;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Extensions.Packages.Running;

/// <summary>The services that every extension finds there. They are made anew each time that it is started, and none is the host's to change.</summary>
internal sealed class ExtensionServices(Database database, CallbackRequests requests, IdGenerator ids, TimeProvider clock, ILoggerFactory loggers, DiagnosticListener listener)
{
    private const long LargestAnswer = 64 * 1024 * 1024;

    /// <summary>It is never looked up: requests do not leave the process.</summary>
    private static readonly Uri Address = new("http://localhost/");

    /// <summary>How long an extension's client waits for an answer.</summary>
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(100);

    /// <summary>The services of an extension, to which it adds its own.</summary>
    public ServiceCollection For(string extension, IConfiguration settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(new ExtensionLoggers(extension, loggers));
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddOptions();
        services.AddSingleton(settings);
        services.AddSingleton(clock);
        services.AddHttpClient();
        services.AddSingleton(_ => NewClient(extension));
        services.AddSingleton<IExtensionTables>(new ExtensionTables(database, TableGuard.PrefixOf(extension)));
        AddEndpoints(services);
        return services;
    }

    private void AddEndpoints(ServiceCollection services)
    {
        services.AddRouting();
        services.Configure<RouteOptions>(routes => routes.SuppressCheckForUnhandledSecurityMetadata = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        // The host's: the process has a list of these, and one of each extension's own would stay there.
        services.AddSingleton(listener);
        services.AddSingleton<DiagnosticSource>(listener);
    }

    private TinyBaseClient NewClient(string extension)
    {
        var from = new InternalCaller(Caller.OfExtension(extension), Depth: 1);
        var handler = new CallbackHandler((request, cancel) => requests.Send(request, from, ids.Next().Id.ToString(), cancel));
        return new TinyBaseClient(new HttpClient(handler) { BaseAddress = Address, MaxResponseContentBufferSize = LargestAnswer, Timeout = ClientTimeout });
    }
}
