using System.Net;

using Microsoft.Extensions.Logging;

using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>Every setting there is.</summary>
internal static class SettingsCatalog
{
    private const int MinutesOfAYear = 365 * 24 * 60;
    private const int DaysOfTenYears = 3650;

    private static readonly Dictionary<string, Setting> ByKey;
    private static readonly Dictionary<string, Setting> BySpelling;

    static SettingsCatalog()
    {
        ByKey = All.ToDictionary(setting => setting.Key, StringComparer.OrdinalIgnoreCase);
        BySpelling = All
            .SelectMany(setting => setting.OtherSpellings.Prepend(setting.Key), (setting, spelling) => (setting, spelling))
            .ToDictionary(pair => pair.spelling.Replace('.', '_'), pair => pair.setting, StringComparer.Ordinal);
    }

    /// <summary>All settings, in the order in which they are shown.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<string>("server_host", new TextType("an address to listen on, such as 127.0.0.1"),
            target => target.Options.Server.Host, (target, value) => target.Options.Server.Host = value,
            "The address to listen on."),
        new Setting<int>("server_port", new IntegerType(0, 65535),
            target => target.Options.Server.Port, (target, value) => target.Options.Server.Port = value,
            "The port to listen on; 0 takes any free one."),
        new Setting<int>("server_max_body_bytes", new IntegerType(1024, int.MaxValue),
            target => target.Options.Server.MaxBodyBytes, (target, value) => target.Options.Server.MaxBodyBytes = value,
            "The largest request body in bytes."),
        new Setting<long>("server_max_import_bytes", new LongType(1024, long.MaxValue),
            target => target.Options.Server.MaxImportBytes, (target, value) => target.Options.Server.MaxImportBytes = value,
            "The largest body of an import in bytes. A line of it may be as long as another request."),
        new Setting<IReadOnlyList<IPNetwork>>("server_trusted_proxies", new NetworkListType(),
            target => target.Options.Server.TrustedProxies, (target, value) => target.Options.Server.TrustedProxies = value,
            "The addresses and networks of proxies that are believed about who the client is."),
        new Setting<bool>("debug", new BooleanType(),
            target => target.Options.Debug, (target, value) => target.Options.Debug = value,
            "Whether error answers may show internals. Never on a server that others can reach.")
        { OtherSpellings = ["server.debug"] },
        new Setting<LogLevel>("log_level", new LogLevelType(),
            target => target.Options.LogLevel, (target, value) => target.Options.LogLevel = value,
            "The least severe log messages that are written.")
        { OtherSpellings = ["server.log_level"] },
        new Setting<string>("db_url", new DatabaseUrlType(),
            target => target.Options.Database.Url, (target, value) => target.Options.Database.Url = value,
            "The file of the SQLite database.")
        { OtherSpellings = ["database.url"] },
        new Setting<string?>("jwt_secret_key", new TextType("at least 32 bytes of UTF-8", minimumBytes: 32)!,
            target => target.Options.Auth.JwtSecretKey, (target, value) => target.Options.Auth.JwtSecretKey = value,
            "The key that signs tokens. Unless given, one is generated at the first start and kept beside the database.")
        { OtherSpellings = ["auth.jwt_secret_key"], IsSecret = true },
        new Setting<IReadOnlyList<string>>("auth_previous_keys", new SecretListType(minimumBytes: 32, mostItems: 10),
            target => target.Options.Auth.PreviousKeys, (target, value) => target.Options.Auth.PreviousKeys = value,
            "Keys that signed tokens before; their tokens count until they expire.")
        { IsSecret = true },
        new Setting<int>("jwt_access_token_expire_minutes", new IntegerType(1, MinutesOfAYear),
            target => target.Options.Auth.JwtAccessTokenExpireMinutes,
            (target, value) => target.Options.Auth.JwtAccessTokenExpireMinutes = value,
            "How long an access token is valid, in minutes.")
        { OtherSpellings = ["auth.jwt_access_token_expire_minutes"] },
        new Setting<int>("jwt_refresh_token_expire_days", new IntegerType(1, DaysOfTenYears),
            target => target.Options.Auth.JwtRefreshTokenExpireDays,
            (target, value) => target.Options.Auth.JwtRefreshTokenExpireDays = value,
            "How long a refresh token is valid, in days.")
        { OtherSpellings = ["auth.jwt_refresh_token_expire_days"] },
        new Setting<bool>("auth_allow_registration", new BooleanType(),
            target => target.Options.Auth.AllowRegistration, (target, value) => target.Options.Auth.AllowRegistration = value,
            "Whether anybody may register as a user."),
        new Setting<bool>("rate_limit_enabled", new BooleanType(),
            target => target.Options.RateLimit.Enabled, (target, value) => target.Options.RateLimit.Enabled = value,
            "Whether one address may only send so many logins, registrations and the like a minute."),
        .. RateLimitSettings.All,
        new Setting<IReadOnlyList<string>>("cors_allow_origins", new OriginListType(),
            target => target.Options.Cors.AllowOrigins, (target, value) => target.Options.Cors.AllowOrigins = value,
            "Which web origins may call the API from a browser; * for any, empty for none."),
        .. InstanceSettings.All,
        .. MailSettings.All,
        .. RetentionSettings.All,
        .. TelemetrySettings.All,
        .. FunctionSettings.All,
        .. SchedulerSettings.All,
        .. HookSettings.All,
        .. ExtensionSettings.All,
        new Setting<string>("admin_static_dir", new TextType("builtin or a folder"),
            target => target.Options.Admin.StaticDir, (target, value) => target.Options.Admin.StaticDir = value,
            "The folder of an admin UI of your own, with an index.html; builtin for TinyBase's."),
        new Setting<string?>("admin_email", new TextType("an e-mail address")!,
            target => target.Admin.Email, (target, value) => target.Admin.Email = value,
            "The e-mail address of the admin whom `tinybase init` creates."),
        new Setting<string?>("admin_password", new TextType("a password")!,
            target => target.Admin.Password, (target, value) => target.Admin.Password = value,
            "The password of the admin whom `tinybase init` creates.")
        { IsSecret = true },
        .. InertSettings.All,
    ];

    /// <summary>The setting of any name that it has: its key, a spelling in the file or its variable; null if unknown.</summary>
    public static Setting? Find(string name)
    {
        var key = name.StartsWith(EnvironmentSettings.Prefix, StringComparison.OrdinalIgnoreCase) ? name[EnvironmentSettings.Prefix.Length..] : name;
        return FindByKey(key) ?? FindBySpelling(key.Replace('.', '_').ToLowerInvariant());
    }

    /// <summary>The setting that a variable's name without prefix stands for, in any case; null if unknown.</summary>
    public static Setting? FindByKey(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>The setting that a path in the file, joined by underscores, stands for; null if unknown.</summary>
    public static Setting? FindBySpelling(string joined) => BySpelling.GetValueOrDefault(joined);
}
