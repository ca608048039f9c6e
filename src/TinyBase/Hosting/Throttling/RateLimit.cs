using System.Globalization;

namespace TinyBase.Hosting.Throttling;

/// <summary>How many requests a minute an operation takes from one address.</summary>
internal sealed record RateLimit(int PerMinute)
{
    /// <summary>What whoever sends more is told.</summary>
    public string Refusal { get; } = string.Create(CultureInfo.InvariantCulture, $"Rate limit exceeded: {PerMinute} per 1 minute");
}
