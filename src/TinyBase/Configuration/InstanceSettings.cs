using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of the instance and of its portal.</summary>
internal static class InstanceSettings
{
    private static readonly AnyTextType Text = new();

    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<string>("instance_name", Text,
            target => target.Options.Instance.Name, (target, value) => target.Options.Instance.Name = value,
            "The name of this instance, which users see."),
        new Setting<string>("server_timezone", new TimeZoneType(),
            target => target.Options.Instance.TimeZone, (target, value) => target.Options.Instance.TimeZone = value,
            "The time zone of this instance."),
        new Setting<string?>("server_public_url", new BaseUrlType()!,
            target => target.Options.Instance.PublicUrl, (target, value) => target.Options.Instance.PublicUrl = value,
            "The address under which browsers reach this server; links in e-mail begin with it."),
        new Setting<bool>("auth_portal_enabled", new BooleanType(),
            target => target.Options.Portal.Enabled, (target, value) => target.Options.Portal.Enabled = value,
            "Whether users log in and register on pages of this server."),
        new Setting<string?>("auth_portal_logo_url", Text!,
            target => target.Options.Portal.LogoUrl, (target, value) => target.Options.Portal.LogoUrl = value,
            "The logo on those pages."),
        new Setting<string?>("auth_portal_background_image_url", Text!,
            target => target.Options.Portal.BackgroundImageUrl, (target, value) => target.Options.Portal.BackgroundImageUrl = value,
            "The background image of those pages."),
        new Setting<string?>("auth_portal_primary_color", Text!,
            target => target.Options.Portal.PrimaryColor, (target, value) => target.Options.Portal.PrimaryColor = value,
            "The colour of those pages."),
        new Setting<string?>("auth_portal_login_redirect_url", Text!,
            target => target.Options.Portal.LoginRedirectUrl, (target, value) => target.Options.Portal.LoginRedirectUrl = value,
            "Where users go after they log in."),
        new Setting<string?>("auth_portal_register_redirect_url", Text!,
            target => target.Options.Portal.RegisterRedirectUrl, (target, value) => target.Options.Portal.RegisterRedirectUrl = value,
            "Where users go after they register."),
        new Setting<IReadOnlyList<string>>("auth_portal_redirect_urls", new RedirectUrlListType(),
            target => target.Options.Portal.RedirectUrls, (target, value) => target.Options.Portal.RedirectUrls = value,
            "Where else an app may have users sent after they log in: addresses, each with all below its path."),
    ];
}
