using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>
/// The settings of the Python TinyBase that change nothing here, so that its <c>tinybase.toml</c> can be used as it is. One whose
/// feature comes moves to <see cref="SettingsCatalog"/> as a <see cref="Setting{T}"/> of the same key and type.
/// </summary>
internal static class InertSettings
{
    private const string NoExtensions = "this version has no extensions yet";
    private const string NoMail = "this version sends no e-mail yet";
    private const string LimitsInMemory = "limits are counted in the memory of the server, the only process that uses the database";

    private static readonly IntegerType FromOne = new(1, int.MaxValue);

    public static IReadOnlyList<Setting> All { get; } =
    [
        // Takes the one value that the server works with, so there is nothing to warn of.
        new InertSetting<string>("jwt_algorithm", new ChoiceType("HS256"), "HS256", "The algorithm that signs tokens; there is one.")
        { OtherSpellings = ["auth.jwt_algorithm"] },
        new InertSetting<int>("auth_token_ttl_hours", FromOne, 24, "How long a token is valid, in hours.")
        { NoEffect = "jwt_access_token_expire_minutes says how long an access token is valid" },

        new InertSetting<string>("rate_limit_backend", new ChoiceType("diskcache", "redis"), "diskcache", "Where rate limits are counted.")
        { NoEffect = LimitsInMemory },
        new InertSetting<string>("rate_limit_cache_dir", new TextType("a folder"), "./.tinybase/rate_limit_cache", "The folder of the backend diskcache.")
        { NoEffect = LimitsInMemory },
        new InertSetting<string>("rate_limit_redis_url", new TextType("a URL"), null, "The server of the backend redis.")
        { IsSecret = true, NoEffect = LimitsInMemory + "; Redis is not used" },

        new InertSetting<bool>("extensions_enabled", new BooleanType(), true, "Whether extensions are loaded.")
        { NoEffect = NoExtensions },
        new InertSetting<string>("extensions_path", new TextType("a folder"), "~/.tinybase/extensions", "The folder of the extensions.")
        { NoEffect = NoExtensions },

        new InertSetting<bool>("email_enabled", new BooleanType(), false, "Whether e-mail is sent.")
        { NoEffect = NoMail },
        new InertSetting<string>("email_smtp_host", new TextType("a host"), null, "The mail server.")
        { NoEffect = NoMail },
        new InertSetting<int>("email_smtp_port", new IntegerType(1, 65535), 587, "The port of the mail server.")
        { NoEffect = NoMail },
        new InertSetting<string>("email_smtp_user", new TextType("a user name"), null, "The user at the mail server.")
        { NoEffect = NoMail },
        new InertSetting<string>("email_smtp_password", new TextType("a password"), null, "The password at the mail server.")
        { IsSecret = true, NoEffect = NoMail },
        new InertSetting<string>("email_from_address", new TextType("an e-mail address"), null, "The sender of e-mail.")
        { NoEffect = NoMail },
        new InertSetting<string>("email_from_name", new TextType("a name"), "TinyBase", "The name of the sender.")
        { NoEffect = NoMail },
    ];
}
