namespace TinyBase.Auth.Throttling;

/// <summary>How long to wait after failures in a row.</summary>
/// <param name="Free">How many failures cost nothing.</param>
internal sealed record FailurePolicy(int Free)
{
    /// <summary>The first wait; each further failure doubles it.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>After this long without a failure, those before are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Wrong passwords of one account, as given from one known address or from all others together.</summary>
    public static FailurePolicy Account { get; } = new(5);

    /// <summary>Wrong passwords from one address, for whichever accounts.</summary>
    public static FailurePolicy Address { get; } = new(10);

    /// <summary>The wait after so many failures.</summary>
    public TimeSpan Wait(int failures)
    {
        if (failures < Free) return TimeSpan.Zero;
        // Six doublings are beyond the longest wait already.
        var wait = Shortest * (1 << Math.Min(failures - Free, 6));
        return wait < Longest ? wait : Longest;
    }
}
