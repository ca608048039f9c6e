using TinyBase.Configuration;
using TinyBase.Scheduling;

namespace TinyBase.Audit;

/// <summary>Removes what the audit log is not to remember any longer.</summary>
internal sealed class OldEntriesJob(AuditLog audit, CurrentSettings settings, TimeProvider clock) : ISystemJob
{
    public string Name => "old_audit_entries";

    public string Title => "Remove old audit entries";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public Task Run(CancellationToken cancel) =>
        audit.Clean(clock.GetUtcNow().AddDays(-settings.Options.Retention.AuditDays), cancel);
}
