using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>
/// The settings of the Python TinyBase that change nothing here, so that its <c>tinybase.toml</c> can be used as it is. One whose
/// feature comes moves to <see cref="SettingsCatalog"/> as a <see cref="Setting{T}"/> of the same key and type.
/// </summary>
internal static class InertSettings
{
    private const string NoStorage = "this version stores no files yet";
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

        new InertSetting<bool>("storage_enabled", new BooleanType(), false, "Whether files are stored.")
        { NoEffect = NoStorage },
        new InertSetting<string>("storage_endpoint", new TextType("a URL"), null, "The server of the file storage.")
        { NoEffect = NoStorage },
        new InertSetting<string>("storage_bucket", new TextType("a name"), null, "The bucket of the file storage.")
        { NoEffect = NoStorage },
        new InertSetting<string>("storage_region", new TextType("a region"), null, "The region of the file storage.")
        { NoEffect = NoStorage },
        new InertSetting<string>("storage_access_key", new TextType("a key"), null, "The access key of the file storage.")
        { IsSecret = true, NoEffect = NoStorage },
        new InertSetting<string>("storage_secret_key", new TextType("a key"), null, "The secret key of the file storage.")
        { IsSecret = true, NoEffect = NoStorage },
    ];
}
