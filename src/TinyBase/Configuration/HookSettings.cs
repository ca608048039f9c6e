using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of hooks and webhooks.</summary>
internal static class HookSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<int>("hooks_max_attempts", new IntegerType(1, 100),
            target => target.Options.Hooks.MaxAttempts, (target, value) => target.Options.Hooks.MaxAttempts = value,
            "How often an event is brought to a durable hook or a webhook before it is given up."),
        new Setting<int>("hooks_keep_days", new IntegerType(1, 3650),
            target => target.Options.Hooks.KeepDays, (target, value) => target.Options.Hooks.KeepDays = value,
            "How long deliveries of webhooks and events that were given up are kept, in days."),
        new Setting<bool>("webhooks_allow_private_addresses", new BooleanType(),
            target => target.Options.Hooks.AllowPrivateAddresses, (target, value) => target.Options.Hooks.AllowPrivateAddresses = value,
            "Whether webhooks may send to this machine and to private networks."),
    ];
}
