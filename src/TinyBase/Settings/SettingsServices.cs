using Microsoft.Extensions.DependencyInjection;

using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Settings;

/// <summary>The services of settings.</summary>
internal static class SettingsServices
{
    public static void AddSettingsServices(this IServiceCollection services, TinyBaseSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(provider => new SecretKey(provider.GetRequiredService<Database>().Path));
        services.AddSingleton<SettingsStore>();
        services.AddSingleton(provider => provider.GetRequiredService<SettingsStore>().Load());
    }
}
