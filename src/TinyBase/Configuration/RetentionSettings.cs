using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of how long is remembered what happened.</summary>
internal static class RetentionSettings
{
    public const int MostDays = 3650;

    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<int>("audit_keep_days", new IntegerType(1, MostDays),
            target => target.Options.Retention.AuditDays, (target, value) => target.Options.Retention.AuditDays = value,
            "How long the audit log is kept, in days."),
    ];
}
