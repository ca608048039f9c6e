using Shouldly;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Configuration;

/// <summary>A <c>tinybase.toml</c> of the Python TinyBase can be used as it is.</summary>
public sealed class InertSettingsTests
{
    /// <summary>What its <c>init</c> writes, with the table for deployments no longer commented out.</summary>
    private const string Template =
        """
        [server]
        host = "0.0.0.0"
        port = 8000
        debug = false
        log_level = "info"

        [database]
        url = "sqlite:///./tinybase.db"

        [auth]
        token_ttl_hours = 24

        [functions]
        path = "./functions"

        [scheduler]
        enabled = true
        interval_seconds = 5

        [cors]
        allow_origins = ["*"]

        [admin]
        static_dir = "builtin"

        [environments.production]
        url = "https://tinybase.example.com"
        api_token = "a token"
        """;

    [Fact]
    public void The_file_that_the_Python_TinyBase_writes_is_taken_and_says_what_has_no_effect()
    {
        var settings = SettingsFolder.Load(Template);

        settings.Errors.ShouldBeEmpty();
        settings.Warnings.Select(warning => warning.ToString()).ShouldBe(
        [
            "tinybase.toml:11:1: auth.token_ttl_hours has no effect: jwt_access_token_expire_minutes says how long an access token is valid",
        ]);
        settings.Settings.Single(setting => setting.Setting.Key == "scheduler_interval_seconds").Origin.ShouldBe("tinybase.toml:18:20");
    }

    [Theory]
    [InlineData("server_host")]
    [InlineData("server_port")]
    [InlineData("debug")]
    [InlineData("log_level")]
    [InlineData("db_url")]
    [InlineData("auth_token_ttl_hours")]
    [InlineData("jwt_secret_key")]
    [InlineData("jwt_algorithm")]
    [InlineData("jwt_access_token_expire_minutes")]
    [InlineData("jwt_refresh_token_expire_days")]
    [InlineData("functions_path")]
    [InlineData("function_logging_enabled")]
    [InlineData("function_logging_level")]
    [InlineData("function_logging_format")]
    [InlineData("function_cold_start_pool_size")]
    [InlineData("function_cold_start_ttl_seconds")]
    [InlineData("max_function_payload_bytes")]
    [InlineData("max_function_result_bytes")]
    [InlineData("max_concurrent_functions_per_user")]
    [InlineData("rate_limit_backend")]
    [InlineData("rate_limit_cache_dir")]
    [InlineData("rate_limit_redis_url")]
    [InlineData("scheduler_enabled")]
    [InlineData("scheduler_interval_seconds")]
    [InlineData("scheduler_token_cleanup_interval")]
    [InlineData("scheduler_function_timeout_seconds")]
    [InlineData("scheduler_max_schedules_per_tick")]
    [InlineData("scheduler_max_concurrent_executions")]
    [InlineData("cors_allow_origins")]
    [InlineData("admin_static_dir")]
    [InlineData("admin_email")]
    [InlineData("admin_password")]
    [InlineData("extensions_enabled")]
    [InlineData("extensions_path")]
    [InlineData("email_enabled")]
    [InlineData("email_smtp_host")]
    [InlineData("email_smtp_port")]
    [InlineData("email_smtp_user")]
    [InlineData("email_smtp_password")]
    [InlineData("email_from_address")]
    [InlineData("email_from_name")]
    public void Every_key_of_the_Python_TinyBase_is_known_in_every_spelling(string key)
    {
        var setting = SettingsCatalog.FindByKey(key).ShouldNotBeNull();

        setting.Description.ShouldNotBeEmpty();
        setting.Expected.ShouldNotBeEmpty();
        foreach (var spelling in setting.Spellings)
        {
            SettingsFolder.Load($"{spelling} = 0").Problems.ShouldAllBe(problem => !problem.Message.StartsWith("unknown", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_default_is_one_of_the_values_that_are_right()
    {
        foreach (var setting in SettingsCatalog.All.Where(setting => setting.Default is not null))
        {
            setting.Read(new GivenValue("default", setting.Default)).Refusals.ShouldBeEmpty(setting.Key);
        }
    }

    [Theory]
    [InlineData("[rate]\nlimit_backend = 'diskcache'", "rate_limit_backend")]
    [InlineData("[rate_limit]\nbackend = 'diskcache'", "rate_limit_backend")]
    [InlineData("[storage]\nendpoint = 'https://files.example.com'", "storage_endpoint")]
    public void What_has_no_effect_yet_is_one_warning(string toml, string key)
    {
        var settings = SettingsFolder.Load(toml);

        settings.Problems.ShouldHaveSingleItem().Severity.ShouldBe(SettingsSeverity.Warning);
        settings.Problems[0].Message.ShouldContain(" has no effect: ");
        settings.Settings.Single(setting => setting.Origin != "default").Setting.Key.ShouldBe(key);
    }

    [Theory]
    [InlineData("scheduler.interval_seconds = 'often'", "scheduler.interval_seconds must be between 1 and 86400, not often")]
    [InlineData("max_function_payload_bytes = 1023", "max_function_payload_bytes must be between 1024 and 67000000, not 1023")]
    [InlineData("email.enabled = 'maybe'", "email.enabled must be true or false, not maybe")]
    [InlineData("rate_limit.backend = 'memcached'", "rate_limit.backend must be diskcache or redis, not memcached")]
    [InlineData("auth.jwt_algorithm = 'RS256'", "auth.jwt_algorithm must be HS256 (nothing else is supported), not RS256")]
    [InlineData("email.smtp_password = ''", "email.smtp_password must be a password, not ***")]
    public void Its_value_is_checked_all_the_same(string toml, string error) =>
        SettingsFolder.Load(toml).Errors.ShouldHaveSingleItem().Message.ShouldBe(error);

    [Fact]
    public void Redis_is_told_apart_from_a_feature_that_is_missing() =>
        SettingsFolder.Load("rate_limit.redis_url = 'redis://:sesame@cache'").Problems.ShouldHaveSingleItem().Message
            .ShouldBe("rate_limit.redis_url has no effect: limits are counted in the memory of the server, the only process that uses the database; Redis is not used");

    [Fact]
    public void The_one_algorithm_is_taken_without_a_word() =>
        SettingsFolder.Load("[jwt]\nalgorithm = 'hs256'", ("TINYBASE_CORS_ALLOW_ORIGINS", "*")).Problems.ShouldBeEmpty();
}
