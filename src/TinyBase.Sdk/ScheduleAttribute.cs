namespace TinyBase;

/// <summary>
/// Declares a schedule of a function: it appears when the function does, follows the code when that changes, and goes with it. Admins may
/// disable it, but not change it. The call is the server's, with admin rights.
/// </summary>
/// <param name="cron">
/// When it runs: minute, hour, day of month, month and day of week, such as <c>0 9 * * 1-5</c>, or a name such as <c>@daily</c>.
/// </param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ScheduleAttribute(string cron) : Attribute
{
    /// <summary>When it runs.</summary>
    public string Cron { get; } = cron;

    /// <summary>The IANA name of the time zone that the times are in; null, the default, for that of the server.</summary>
    public string? Zone { get; init; }

    /// <summary>The name of the schedule; null, the default, for that of the function, with a number where there are several.</summary>
    public string? Name { get; init; }

    /// <summary>The input of each call, a JSON object; null, the default, for none.</summary>
    public string? Input { get; init; }

    /// <summary>How often a call that fails is tried again, 0 to 20, each time after twice as long; 0 by default.</summary>
    public int MaxRetries { get; init; }

    /// <summary>
    /// Whether a run that is due while the one before goes on is run after it; false, the default, leaves it out.
    /// </summary>
    public bool QueueOverlap { get; init; }

    /// <summary>
    /// Whether runs that were missed, since the server was not there, are left out; false, the default, runs once for all of them.
    /// </summary>
    public bool SkipMissed { get; init; }
}
