using Microsoft.Extensions.DependencyInjection;

using TinyBase.Extensions.Packages.Endpoints;
using TinyBase.Extensions.Packages.Loading;
using TinyBase.Extensions.Packages.Running;
using TinyBase.Extensions.Packages.Safety;
using TinyBase.Extensions.Packages.Settings;
using TinyBase.Extensions.Packages.Store;
using TinyBase.Functions.Sandboxing;
using TinyBase.Storage;

namespace TinyBase.Extensions.Packages;

/// <summary>The services of extension packages.</summary>
internal static class ExtensionPackageServices
{
    public static void AddExtensionServices(this IServiceCollection services)
    {
        services.AddSingleton<ExtensionFolder>();
        services.AddSingleton<ExtensionBuilds>();
        services.AddSingleton(provider => new ExtensionInstaller(
            provider.GetRequiredService<ExtensionFolder>().Path, provider.GetRequiredService<IProcessSandbox>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ExtensionUpdates(
            provider.GetRequiredService<ExtensionFolder>().Path, provider.GetRequiredService<IProcessSandbox>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ExtensionStore>();
        services.AddSingleton<ExtensionSettingStore>();
        services.AddSingleton<ExtensionValues>();
        services.AddSingleton<ExtensionMigrations>();
        services.AddSingleton<LoadedCodes>();
        services.AddSingleton<ExtensionServices>();
        services.AddSingleton<ExtensionStart>();
        services.AddSingleton(provider => new ExtensionTraces(provider.GetRequiredService<Database>().Path));
        services.AddSingleton<ExtensionHost>();
        services.AddSingleton<ExtensionAdministration>();
        services.AddSingleton<ExtensionInstallation>();
        services.AddSingleton<ExtensionViews>();
        services.AddSingleton<ExtensionUploads>();
        services.AddHostedService<ExtensionService>();
    }
}
