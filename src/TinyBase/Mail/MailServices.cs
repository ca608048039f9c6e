using Microsoft.Extensions.DependencyInjection;

namespace TinyBase.Mail;

/// <summary>The services of e-mail.</summary>
internal static class MailServices
{
    public static void AddMailServices(this IServiceCollection services)
    {
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MailQueue>();
        services.AddHostedService<MailDelivery>();
    }
}
