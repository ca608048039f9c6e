using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Throttling;

/// <summary>How often one address may try what has to do with passwords and sessions.</summary>
internal static class AuthRateLimits
{
    public static RateLimit Register { get; } = new(5);

    public static RateLimit Login { get; } = new(10);

    public static RateLimit Refresh { get; } = new(20);

    public static RateLimit Setup { get; } = new(5);

    public static RateLimit PasswordChange { get; } = new(10);
}
