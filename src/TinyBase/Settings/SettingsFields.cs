using TinyBase.Configuration;

namespace TinyBase.Settings;

/// <summary>
/// Everything that can be saved through the API. A setting is named as in the catalogue, unless the wire format has another name for it;
/// what is saved goes into the options by way of the catalogue, as what is in a file does.
/// </summary>
internal static class SettingsFields
{
    public static IReadOnlyList<SettingsField> All { get; } =
    [
        Text("instance_name", 100),
        Boolean("allow_public_registration", "auth_allow_registration"),
        Text("server_timezone", 50) with { Refusal = given => $"Invalid timezone: {given}" },
        Text("server_public_url", 500),

        Integer("token_cleanup_interval", "scheduler_token_cleanup_interval"),
        Integer("metrics_collection_interval", "scheduler_metrics_collection_interval"),
        Integer("scheduler_function_timeout_seconds", max: 7 * 24 * 3600),
        Integer("scheduler_max_schedules_per_tick"),
        Integer("scheduler_max_concurrent_executions"),
        Integer("max_concurrent_functions_per_user", max: 10_000),

        Boolean("storage_enabled"),
        Text("storage_endpoint", 500),
        Text("storage_bucket", 100),
        Text("storage_region", 50),
        Text("storage_access_key", 200),
        Text("storage_secret_key", 200),

        Boolean("auth_portal_enabled"),
        Text("auth_portal_logo_url", 500),
        Text("auth_portal_background_image_url", 500),
        Text("auth_portal_primary_color", 50),
        Text("auth_portal_login_redirect_url", 500),
        Text("auth_portal_register_redirect_url", 500),
        Text("auth_portal_redirect_urls", 5000),

        Boolean("rate_limit_enabled"),
        Integer("rate_limit_login_per_minute", max: RateLimitSettings.Most),
        Integer("rate_limit_register_per_minute", max: RateLimitSettings.Most),
        Integer("rate_limit_refresh_per_minute", max: RateLimitSettings.Most),
        Integer("rate_limit_password_reset_per_minute", max: RateLimitSettings.Most),
        Integer("rate_limit_anonymous_per_minute", min: 0, max: RateLimitSettings.Most),
        Integer("rate_limit_user_per_minute", min: 0, max: RateLimitSettings.Most),

        Boolean("email_enabled"),
        Text("email_smtp_host", 255),
        Integer("email_smtp_port", max: 65535),
        Text("email_smtp_security", 10),
        Text("email_smtp_user", 320),
        Text("email_smtp_password", 1000),
        Text("email_from_address", 320),
        Text("email_from_name", 200),

        Integer("email_keep_days", max: RetentionSettings.MostDays),
        Integer("audit_keep_days", max: RetentionSettings.MostDays),
        Integer("request_log_sample_percent", min: 0, max: 100),
        Integer("request_log_slow_ms"),
        Integer("request_log_keep_days", max: RetentionSettings.MostDays),
    ];

    private static SettingsField Text(string name, int max) => new(name, Find(name), 0, max);

    private static SettingsField Boolean(string name, string? key = null) => new(name, Find(key ?? name), 0, 0);

    private static SettingsField Integer(string name, string? key = null, int min = 1, int max = int.MaxValue) =>
        new(name, Find(key ?? name), min, max);

    private static Setting Find(string key) => SettingsCatalog.FindByKey(key)!;
}
