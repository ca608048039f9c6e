namespace TinyBase.Configuration;

/// <summary>How long is remembered what happened.</summary>
public sealed class RetentionOptions
{
    /// <summary>How long the audit log is kept, in days, 1 to 3,650. Default: 365.</summary>
    public int AuditDays { get; set; } = 365;
}
