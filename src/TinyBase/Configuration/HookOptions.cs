namespace TinyBase.Configuration;

/// <summary>Hooks whose events are kept, and webhooks.</summary>
public sealed class HookOptions
{
    /// <summary>
    /// How often an event is brought to a durable hook or a webhook before it is given up, 1 to 100. The pause after a failure is a second
    /// and doubles up to an hour. Default: 25, which takes about 14 hours.
    /// </summary>
    public int MaxAttempts { get; set; } = 25;

    /// <summary>How long deliveries of webhooks and events that were given up are kept, in days, 1 to 3,650. Default: 14.</summary>
    public int KeepDays { get; set; } = 14;

    /// <summary>
    /// Whether webhooks may send to this machine and to private networks. Whoever is an admin can then reach what only the server can.
    /// Default: false.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }
}
