using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Hosting;

namespace TinyBase.Audit;

/// <summary>Removes what the audit log is not to remember any longer.</summary>
internal sealed class AuditRetention(AuditLog audit, CurrentSettings settings, TimeProvider clock, ILogger<AuditRetention> logger)
    : PeriodicWork(TimeSpan.FromHours(1), clock, logger)
{
    private readonly TimeProvider _clock = clock;

    public override Task RunAsync(CancellationToken cancel) =>
        audit.Clean(_clock.GetUtcNow().AddDays(-settings.Options.Retention.AuditDays), cancel);
}
