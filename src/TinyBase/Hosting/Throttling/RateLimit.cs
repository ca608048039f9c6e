using System.Globalization;

using TinyBase.Configuration;

namespace TinyBase.Hosting.Throttling;

/// <summary>How many requests a minute an operation takes from one address.</summary>
/// <param name="PerMinute">Finds it among the settings, each time anew.</param>
internal sealed record RateLimit(Func<RateLimitOptions, int> PerMinute);

/// <summary>How a client stands with a limit after a request.</summary>
/// <param name="Limit">How many requests a minute there may be; 0 where nothing is limited.</param>
/// <param name="Remaining">How many are left.</param>
/// <param name="Reset">When all of them are there again.</param>
/// <param name="IsRefused">Whether the request was one too many.</param>
internal readonly record struct RateLimitState(int Limit, int Remaining, TimeSpan Reset, bool IsRefused)
{
    public bool IsLimited => Limit > 0;

    /// <summary>What whoever sends more is told.</summary>
    public string Refusal => string.Create(CultureInfo.InvariantCulture, $"Rate limit exceeded: {Limit} per 1 minute");

    /// <summary>The one that leaves less.</summary>
    public static RateLimitState Tighter(RateLimitState one, RateLimitState other) =>
        !one.IsLimited || (other.IsLimited && other.Remaining < one.Remaining) ? other : one;
}
