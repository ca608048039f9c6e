using Microsoft.Extensions.DependencyInjection;

using TinyBase.Extensions.Outbox;
using TinyBase.Extensions.Webhooks;
using TinyBase.Hosting.Events;

namespace TinyBase.Extensions.Hooks;

/// <summary>The services of hooks and webhooks.</summary>
internal static class HookServices
{
    public static void AddHookServices(this IServiceCollection services)
    {
        services.AddSingleton<HookRegistry>();
        services.AddSingleton<HookRunner>();
        services.AddSingleton<HookQueue>();
        services.AddSingleton<HookLifetime>();
        services.AddSingleton<BeforeHooks>();
        services.AddSingleton<AppHooks>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<OutboxDelivery>();
        services.AddSingleton<OutboxService>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<IEventPublisher, EventPublisher>();
        services.AddHostedService<HookService>();
    }
}
