using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Admin;
using TinyBase.Audit;
using TinyBase.Auth;
using TinyBase.Auth.Account;
using TinyBase.Auth.Portal;
using TinyBase.Auth.Setup;
using TinyBase.Auth.Throttling;
using TinyBase.Collections;
using TinyBase.Collections.DryRuns;
using TinyBase.Configuration;
using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Packages;
using TinyBase.Functions;
using TinyBase.Hosting.Control;
using TinyBase.Hosting.Throttling;
using TinyBase.Mail;
using TinyBase.Metrics;
using TinyBase.OpenApi;
using TinyBase.Records;
using TinyBase.Records.Import;
using TinyBase.RequestLog;
using TinyBase.Scheduling;
using TinyBase.Settings;
using TinyBase.Storage;
using TinyBase.Telemetry;

namespace TinyBase.Hosting;

/// <summary>Adds TinyBase to an app.</summary>
public static class TinyBaseServiceExtensions
{
    /// <summary>
    /// Adds the services of TinyBase. Settings come from the defaults, <c>tinybase.toml</c> in the root folder, <c>TINYBASE_*</c>
    /// variables and <paramref name="configure"/>, the later ones winning.
    /// </summary>
    /// <param name="builder">The app.</param>
    /// <param name="configure">Sets what code has to say; null for nothing.</param>
    /// <returns>For extending the server.</returns>
    /// <exception cref="SettingsException">A setting cannot be used; the message lists all that is wrong.</exception>
    public static TinyBaseBuilder AddTinyBase(this IHostApplicationBuilder builder, Action<TinyBaseOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var root = builder.Environment.ContentRootPath;
        var settings = TinyBaseSettings.Load(root, configure);
        builder.Services.AddHostedService<SetupAnnouncement>();
        return builder.Services.AddTinyBase(settings);
    }

    internal static TinyBaseBuilder AddTinyBase(this IServiceCollection services, TinyBaseSettings settings)
    {
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => settings.Use(provider.GetRequiredService<ILogger<TinyBaseSettings>>()));
        services.AddSingleton<IdGenerator>();
        services.AddSingleton(OpenDatabase);
        services.AddSettingsServices(settings);
        services.AddSingleton<AuditLog>();
        services.AddMailServices();
        services.AddSingleton<RequestFile>();
        services.AddSingleton<RequestCountFile>();
        services.AddSingleton<RequestCounts>();
        services.AddSingleton<RequestRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<RequestRecorder>());
        services.AddSingleton<PrometheusMetrics>();
        services.AddSingleton(static provider =>
        {
            var instruments = new Instruments();
            instruments.Watch(provider.GetRequiredService<Database>());
            return instruments;
        });
        services.AddHostedService<OtlpExport>();
        services.AddSingleton<AccountTokens>();
        services.AddSingleton<ISystemJob, OldEntriesJob>();
        services.AddSingleton<TokenCache>();
        services.AddSingleton<DeletedUsers>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordPlaces>();
        services.AddSingleton<LoginThrottle>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<UserStore>();
        services.AddSingleton<UserEvents>();
        services.AddSingleton<UserAdministration>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionRefresh>();
        services.AddSingleton<ApplicationTokenStore>();
        services.AddSingleton<ApplicationTokenUse>();
        services.AddSingleton<ControlSocket>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<SetupLink>();
        services.AddSingleton<FirstAdmin>();
        services.AddSingleton<UiFiles>();
        services.AddSingleton<PortalCodes>();
        services.AddSingleton<CollectionCatalog>();
        services.AddSingleton<CollectionStore>();
        services.AddSingleton<SchemaDryRun>();
        services.AddSingleton<RecordStore>();
        services.AddSingleton<RecordEvents>();
        services.AddSingleton<RecordHooks>();
        services.AddSingleton<RecordWrites>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<ImportPlaces>();
        services.AddSingleton<RecordImport>();
        services.AddSingleton(provider => new Cors(provider.GetRequiredService<TinyBaseOptions>().Cors));
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<EndpointRunner>();
        services.AddSingleton<MountPoint>();
        services.AddSingleton<ApiDocuments>();
        services.AddFunctionServices();
        services.AddMetricsServices();
        services.AddHookServices();
        services.AddExtensionServices();
        // After those of functions and extensions: what runs is known by then.
        services.AddSchedulingServices();
        return new TinyBaseBuilder(services);
    }

    private static Database OpenDatabase(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<TinyBaseOptions>();
        return Database.Open(
            DatabasePath.Resolve(options.Database.Url, options.Root ?? Directory.GetCurrentDirectory()),
            provider.GetRequiredService<IdGenerator>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Database>>());
    }
}
