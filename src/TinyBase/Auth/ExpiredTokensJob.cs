using TinyBase.Configuration;
using TinyBase.Scheduling;

namespace TinyBase.Auth;

/// <summary>Removes sessions and tokens whose time is up.</summary>
internal sealed class ExpiredTokensJob(SessionStore sessions, CurrentSettings settings) : ISystemJob
{
    public string Name => "expired_tokens";

    public string Title => "Remove expired tokens";

    public TimeSpan Interval => TimeSpan.FromSeconds((double)settings.Options.Scheduler.TokenCleanupInterval * settings.Options.Scheduler.IntervalSeconds);

    public Task Run(CancellationToken cancel) => sessions.RemoveExpired(cancel);
}
