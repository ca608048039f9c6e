using Microsoft.Extensions.DependencyInjection;

namespace TinyBase.Extensions.Hooks;

/// <summary>The services of hooks.</summary>
internal static class HookServices
{
    public static void AddHookServices(this IServiceCollection services)
    {
        services.AddSingleton<HookRegistry>();
        services.AddSingleton<HookRunner>();
        services.AddSingleton<BeforeHooks>();
        services.AddSingleton<AppHooks>();
    }
}
