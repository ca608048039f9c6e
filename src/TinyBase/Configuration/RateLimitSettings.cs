using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of how many requests a minute there may be.</summary>
internal static class RateLimitSettings
{
    public const int Most = 10_000_000;

    private static readonly IntegerType FromOne = new(1, Most);

    private static readonly IntegerType FromNone = new(0, Most);

    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<int>("rate_limit_login_per_minute", FromOne,
            target => target.Options.RateLimit.LoginPerMinute, (target, value) => target.Options.RateLimit.LoginPerMinute = value,
            "How many logins a minute from one address."),
        new Setting<int>("rate_limit_register_per_minute", FromOne,
            target => target.Options.RateLimit.RegisterPerMinute, (target, value) => target.Options.RateLimit.RegisterPerMinute = value,
            "How many registrations a minute from one address."),
        new Setting<int>("rate_limit_refresh_per_minute", FromOne,
            target => target.Options.RateLimit.RefreshPerMinute, (target, value) => target.Options.RateLimit.RefreshPerMinute = value,
            "How many refreshes of a session a minute from one address."),
        new Setting<int>("rate_limit_password_reset_per_minute", FromOne,
            target => target.Options.RateLimit.PasswordResetPerMinute,
            (target, value) => target.Options.RateLimit.PasswordResetPerMinute = value,
            "How many mails to reset a password may be asked for a minute from one address."),
        new Setting<int>("rate_limit_anonymous_per_minute", FromNone,
            target => target.Options.RateLimit.AnonymousPerMinute, (target, value) => target.Options.RateLimit.AnonymousPerMinute = value,
            "How many requests a minute an address may send to the API without a token; 0 for any number."),
        new Setting<int>("rate_limit_user_per_minute", FromNone,
            target => target.Options.RateLimit.UserPerMinute, (target, value) => target.Options.RateLimit.UserPerMinute = value,
            "How many requests a minute a user or an application token may send; 0 for any number."),
    ];
}
