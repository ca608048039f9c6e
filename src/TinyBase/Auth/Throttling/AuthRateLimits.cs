using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Throttling;

/// <summary>How often one address may try what has to do with passwords and sessions.</summary>
internal static class AuthRateLimits
{
    public static RateLimit Register { get; } = new(limits => limits.RegisterPerMinute);

    public static RateLimit Login { get; } = new(limits => limits.LoginPerMinute);

    public static RateLimit Refresh { get; } = new(limits => limits.RefreshPerMinute);

    public static RateLimit ResetRequest { get; } = new(limits => limits.PasswordResetPerMinute);

    public static RateLimit ResetConfirm { get; } = new(limits => 2 * limits.PasswordResetPerMinute);

    public static RateLimit Setup { get; } = new(_ => 5);

    public static RateLimit PasswordChange { get; } = new(limits => limits.LoginPerMinute);
}
