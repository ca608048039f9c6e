using Microsoft.Extensions.Logging;

using Shouldly;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class SettingsLoaderTests
{
    private const string Key32 = "0123456789abcdef0123456789abcdef";
    private const string OtherKey32 = "fedcba9876543210fedcba9876543210";

    [Fact]
    public void Without_file_and_environment_every_setting_has_its_default()
    {
        var settings = SettingsFolder.Load(toml: null, ("PATH", "/bin"));

        settings.Problems.ShouldBeEmpty();
        var effective = settings.Settings.Where(setting => setting.Setting.NoEffect is null);
        effective.Select(setting => (setting.Setting.Key, setting.Value, setting.Origin)).ShouldBe(
        [
            ("server_host", "127.0.0.1", "default"),
            ("server_port", "8000", "default"),
            ("server_max_body_bytes", "10485760", "default"),
            ("server_max_import_bytes", "4294967296", "default"),
            ("server_trusted_proxies", "[]", "default"),
            ("debug", "false", "default"),
            ("log_level", "info", "default"),
            ("db_url", "sqlite:///./tinybase.db", "default"),
            ("jwt_secret_key", null, "default"),
            ("auth_previous_keys", null, "default"),
            ("jwt_access_token_expire_minutes", "1440", "default"),
            ("jwt_refresh_token_expire_days", "30", "default"),
            ("auth_allow_registration", "true", "default"),
            ("rate_limit_enabled", "true", "default"),
            ("rate_limit_login_per_minute", "10", "default"),
            ("rate_limit_register_per_minute", "5", "default"),
            ("rate_limit_refresh_per_minute", "20", "default"),
            ("rate_limit_password_reset_per_minute", "5", "default"),
            ("rate_limit_anonymous_per_minute", "3000", "default"),
            ("rate_limit_user_per_minute", "0", "default"),
            ("cors_allow_origins", "[\"*\"]", "default"),
            ("instance_name", "TinyBase", "default"),
            ("server_timezone", "UTC", "default"),
            ("server_public_url", null, "default"),
            ("auth_portal_enabled", "false", "default"),
            ("auth_portal_logo_url", null, "default"),
            ("auth_portal_background_image_url", null, "default"),
            ("auth_portal_primary_color", null, "default"),
            ("auth_portal_login_redirect_url", null, "default"),
            ("auth_portal_register_redirect_url", null, "default"),
            ("auth_portal_redirect_urls", null, "default"),
            ("email_enabled", "false", "default"),
            ("email_smtp_host", null, "default"),
            ("email_smtp_port", "587", "default"),
            ("email_smtp_security", "auto", "default"),
            ("email_smtp_user", null, "default"),
            ("email_smtp_password", null, "default"),
            ("email_from_address", null, "default"),
            ("email_from_name", "TinyBase", "default"),
            ("email_keep_days", "30", "default"),
            ("audit_keep_days", "365", "default"),
            ("telemetry_otlp_endpoint", null, "default"),
            ("telemetry_otlp_headers", null, "default"),
            ("telemetry_service_name", "tinybase", "default"),
            ("telemetry_export_seconds", "60", "default"),
            ("request_log_sample_percent", "1", "default"),
            ("request_log_slow_ms", "1000", "default"),
            ("request_log_keep_days", "7", "default"),
            ("functions_path", "./functions", "default"),
            ("scheduler_function_timeout_seconds", "1800", "default"),
            ("max_function_payload_bytes", "10485760", "default"),
            ("max_function_result_bytes", "10485760", "default"),
            ("max_concurrent_functions_per_user", "10", "default"),
            ("functions_max_concurrent_calls", "32", "default"),
            ("functions_max_waiting_calls", "128", "default"),
            ("functions_max_workers", "16", "default"),
            ("functions_worker_memory_mb", "512", "default"),
            ("functions_max_builds", "2", "default"),
            ("functions_keep_calls", "100000", "default"),
            ("functions_keep_calls_days", "30", "default"),
            ("function_cold_start_pool_size", "3", "default"),
            ("function_cold_start_ttl_seconds", "300", "default"),
            ("function_logging_enabled", "true", "default"),
            ("function_logging_level", "info", "default"),
            ("function_logging_format", "json", "default"),
            ("scheduler_enabled", "true", "default"),
            ("scheduler_interval_seconds", "5", "default"),
            ("scheduler_max_schedules_per_tick", "100", "default"),
            ("scheduler_max_concurrent_executions", "10", "default"),
            ("scheduler_token_cleanup_interval", "60", "default"),
            ("scheduler_metrics_collection_interval", "360", "default"),
            ("hooks_max_attempts", "25", "default"),
            ("hooks_keep_days", "14", "default"),
            ("webhooks_allow_private_addresses", "false", "default"),
            ("extensions_enabled", "true", "default"),
            ("extensions_path", "~/.tinybase/extensions", "default"),
            ("extensions_start_timeout_seconds", "10", "default"),
            ("extensions_request_timeout_seconds", "30", "default"),
            ("admin_static_dir", "builtin", "default"),
            ("admin_email", null, "default"),
            ("admin_password", null, "default"),
            ("jwt_algorithm", "HS256", "default"),
        ]);
    }

    [Theory]
    [InlineData("server_port", "server_port = 81")]
    [InlineData("server_port", "[server]\nport = 81")]
    [InlineData("server_port", "server.port = 81")]
    [InlineData("server_port", "server = { port = 81 }")]
    [InlineData("server_max_body_bytes", "[server_max]\nbody_bytes = 2048")]
    [InlineData("server_max_body_bytes", "[server.max]\nbody_bytes = 2048")]
    [InlineData("debug", "debug = true")]
    [InlineData("debug", "[server]\ndebug = true")]
    [InlineData("log_level", "log_level = 'error'")]
    [InlineData("log_level", "[log]\nlevel = 'error'")]
    [InlineData("log_level", "[server]\nlog_level = 'error'")]
    [InlineData("db_url", "db_url = 'x.db'")]
    [InlineData("db_url", "[db]\nurl = 'x.db'")]
    [InlineData("db_url", "[database]\nurl = 'x.db'")]
    [InlineData("jwt_secret_key", "[jwt]\nsecret_key = '" + Key32 + "'")]
    [InlineData("jwt_secret_key", "[jwt_secret]\nkey = '" + Key32 + "'")]
    [InlineData("jwt_secret_key", "[auth]\njwt_secret_key = '" + Key32 + "'")]
    [InlineData("jwt_access_token_expire_minutes", "[auth]\njwt_access_token_expire_minutes = 5")]
    [InlineData("jwt_refresh_token_expire_days", "[auth]\njwt_refresh_token_expire_days = 5")]
    [InlineData("server_trusted_proxies", "[server]\ntrusted_proxies = ['::1']")]
    [InlineData("auth_allow_registration", "[auth]\nallow_registration = false")]
    [InlineData("rate_limit_enabled", "[rate_limit]\nenabled = false")]
    [InlineData("rate_limit_enabled", "[rate]\nlimit_enabled = false")]
    [InlineData("cors_allow_origins", "[cors]\nallow_origins = []")]
    [InlineData("admin_email", "[admin]\nemail = 'a@b.c'")]
    public void All_spellings_of_a_key_work(string key, string toml)
    {
        var settings = SettingsFolder.Load(toml);

        settings.Problems.ShouldBeEmpty();
        settings.Settings.Where(setting => setting.Origin != "default").ShouldHaveSingleItem().Setting.Key.ShouldBe(key);
    }

    [Fact]
    public void Every_listed_spelling_is_understood()
    {
        foreach (var setting in SettingsCatalog.All)
        {
            foreach (var spelling in setting.Spellings)
                SettingsCatalog.FindBySpelling(spelling.Replace('.', '_')).ShouldBe(setting, spelling);
        }
    }

    [Fact]
    public void Values_reach_the_options()
    {
        var settings = SettingsFolder.Load(
            $"""
            debug = true
            [server]
            host = "0.0.0.0"
            port = 0
            max_body_bytes = 1024
            trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
            log_level = "CRITICAL"
            [database]
            url = "sqlite:////var/lib/x.db"
            [auth]
            jwt_secret_key = "{Key32}"
            jwt_access_token_expire_minutes = 525600
            jwt_refresh_token_expire_days = 3650
            allow_registration = false
            [rate_limit]
            enabled = false
            [cors]
            allow_origins = ["https://App.example.com:443", "http://[::1]:3000"]
            [admin]
            email = "root@example.com"
            password = "sesame"
            """);
        var options = new TinyBaseOptions();
        settings.ApplyTo(options);

        options.Debug.ShouldBeTrue();
        options.Server.Host.ShouldBe("0.0.0.0");
        options.Server.Port.ShouldBe(0);
        options.Server.MaxBodyBytes.ShouldBe(1024);
        options.LogLevel.ShouldBe(LogLevel.Critical);
        options.Database.Url.ShouldBe("sqlite:////var/lib/x.db");
        options.Auth.JwtSecretKey.ShouldBe(Key32);
        options.Auth.JwtAccessTokenExpireMinutes.ShouldBe(525600);
        options.Auth.JwtRefreshTokenExpireDays.ShouldBe(3650);
        options.Server.TrustedProxies.Select(network => network.ToString()).ShouldBe(["127.0.0.1/32", "10.0.0.0/8"]);
        options.Auth.AllowRegistration.ShouldBeFalse();
        options.RateLimit.Enabled.ShouldBeFalse();
        options.Cors.AllowOrigins.ShouldBe(["https://app.example.com", "http://[::1]:3000"]);
        settings.Admin.Email.ShouldBe("root@example.com");
        settings.Admin.Password.ShouldBe("sesame");
    }

    [Fact]
    public void What_was_not_given_keeps_the_value_that_the_options_had()
    {
        var options = new TinyBaseOptions { Server = { Port = 5000, Host = "::1" } };
        SettingsFolder.Load("server_port = 81").ApplyTo(options);

        options.Server.Port.ShouldBe(81);
        options.Server.Host.ShouldBe("::1");
    }

    [Fact]
    public void The_environment_counts_more_than_the_file()
    {
        var settings = SettingsFolder.Load("[server]\nport = 81\nhost = '::1'", ("tinybase_Server_PORT", "82"));

        Effective(settings, "server_port").ShouldBe(("82", "tinybase_Server_PORT"));
        Effective(settings, "server_host").ShouldBe(("::1", "tinybase.toml:3:8"));
    }

    [Fact]
    public void Secrets_are_masked_where_settings_are_shown()
    {
        var settings = SettingsFolder.Load("[admin]\npassword = 'sesame'", ("TINYBASE_JWT_SECRET_KEY", Key32));

        Effective(settings, "admin_password").ShouldBe(("***", "tinybase.toml:2:12"));
        Effective(settings, "jwt_secret_key").ShouldBe(("***", "TINYBASE_JWT_SECRET_KEY"));
    }

    [Theory]
    [InlineData("[auth]\nprevious_keys = ['" + Key32 + "', '" + OtherKey32 + "']", null)]
    [InlineData(null, Key32 + ", " + OtherKey32)]
    [InlineData(null, "[\"" + Key32 + "\", \"" + OtherKey32 + "\"]")]
    public void Previous_keys_are_a_list_that_is_never_shown(string? toml, string? variable)
    {
        var settings = variable is null ? SettingsFolder.Load(toml) : SettingsFolder.Load(toml, ("TINYBASE_AUTH_PREVIOUS_KEYS", variable));
        var options = new TinyBaseOptions();
        settings.ApplyTo(options);

        options.Auth.PreviousKeys.ShouldBe([Key32, OtherKey32]);
        Effective(settings, "auth_previous_keys").Value.ShouldBe("***");
    }

    [Theory]
    [InlineData("auth_previous_keys = ['short', '" + Key32 + "']", "tinybase.toml:1:23: auth_previous_keys must be secrets of at least 32 bytes of UTF-8, not ***")]
    [InlineData("auth_previous_keys = '[\"" + Key32 + "\"'", "tinybase.toml:1:22: auth_previous_keys must be a list of at most 10 secrets, as JSON or separated by commas, not ***")]
    [InlineData("auth_previous_keys = '1,2,3,4,5,6,7,8,9,10,11'", "tinybase.toml:1:22: auth_previous_keys must be a list of at most 10 secrets, as JSON or separated by commas, not ***")]
    public void Previous_keys_that_cannot_be_are_an_error_without_the_key(string toml, string error) =>
        SettingsFolder.Load(toml).Errors.ShouldHaveSingleItem().ToString().ShouldBe(error);

    [Theory]
    [InlineData("[server]\nport = 80800", "tinybase.toml:2:8: server.port must be between 0 and 65535, not 80800")]
    [InlineData("[server]\nport = -1", "tinybase.toml:2:8: server.port must be between 0 and 65535, not -1")]
    [InlineData("[server]\nport = 80.5", "tinybase.toml:2:8: server.port must be between 0 and 65535, not 80.5")]
    [InlineData("[server]\nport = ''", "tinybase.toml:2:8: server.port must be between 0 and 65535, not empty")]
    [InlineData("[server]\nport = [80]", "tinybase.toml:2:8: server.port must be between 0 and 65535, not a list")]
    [InlineData("server_max_body_bytes = 1023", "tinybase.toml:1:25: server_max_body_bytes must be between 1024 and 2147483647, not 1023")]
    [InlineData("server_max_import_bytes = \"1 GB\"", "tinybase.toml:1:27: server_max_import_bytes must be between 1024 and 9223372036854775807, not 1 GB")]
    [InlineData("server_host = ' '", "tinybase.toml:1:15: server_host must be an address to listen on, such as 127.0.0.1, not blank")]
    [InlineData("debug = 'maybe'", "tinybase.toml:1:9: debug must be true or false, not maybe")]
    [InlineData("log.level = 'trace'", "tinybase.toml:1:13: log.level must be debug, info, warning, error or critical, not trace")]
    [InlineData("log_level = '3'", "tinybase.toml:1:13: log_level must be debug, info, warning, error or critical, not 3")]
    [InlineData("auth.jwt_access_token_expire_minutes = 525601", "tinybase.toml:1:40: auth.jwt_access_token_expire_minutes must be between 1 and 525600, not 525601")]
    [InlineData("jwt.refresh_token_expire_days = 0", "tinybase.toml:1:33: jwt.refresh_token_expire_days must be between 1 and 3650, not 0")]
    [InlineData("jwt_secret_key = '0123456789abcdef0123456789abcde'", "tinybase.toml:1:18: jwt_secret_key must be at least 32 bytes of UTF-8, not ***")]
    [InlineData("admin.password = ''", "tinybase.toml:1:18: admin.password must be a password, not ***")]
    [InlineData("debug = \"\\u001B[2J\\n\"", "tinybase.toml:1:9: debug must be true or false, not \uFFFD[2J\uFFFD")]
    [InlineData("[server]\nport = ]", "tinybase.toml:2:8: expected a value, found ']'")]
    public void A_wrong_value_in_the_file_is_an_error_that_says_where_and_what_would_be_right(string toml, string error)
    {
        var settings = SettingsFolder.Load(toml);

        settings.Problems.ShouldHaveSingleItem().Severity.ShouldBe(SettingsSeverity.Error);
        settings.Problems[0].ToString().ShouldBe(error);
        settings.Settings.ShouldAllBe(setting => setting.Origin == "default");
    }

    [Theory]
    [InlineData("SERVER_PORT", "80800", "must be between 0 and 65535, not 80800")]
    [InlineData("SERVER_PORT", "", "must be between 0 and 65535, not empty")]
    [InlineData("DEBUG", "2", "must be true or false, not 2")]
    [InlineData("JWT_SECRET_KEY", "", "must be at least 32 bytes of UTF-8, not ***")]
    [InlineData("CORS_ALLOW_ORIGINS", "[\"https://a\"", "must be a list of origins, as JSON or separated by commas, not [\"https://a\"")]
    [InlineData("CORS_ALLOW_ORIGINS", "[null]", "must be a list of origins, as JSON or separated by commas, not [null]")]
    [InlineData("CORS_ALLOW_ORIGINS", "[1]", "must be a list of origins, as JSON or separated by commas, not [1]")]
    public void A_wrong_value_in_the_environment_is_an_error_that_names_the_variable(string key, string value, string message)
        => SettingsFolder.Load(toml: null, ("TINYBASE_" + key, value)).Problems
            .ShouldBe([new SettingsProblem(SettingsSeverity.Error, "TINYBASE_" + key, message)]);

    [Fact]
    public void A_secret_of_32_bytes_counts_bytes_not_characters()
        => SettingsFolder.Load("jwt_secret_key = 'ääääääääääääääää'").Problems.ShouldBeEmpty();

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var settings = SettingsFolder.Load(
            "debug = 7\n[server]\nprot = 1\nport = 70000\n[cors]\nallow_origins = ['*', 'ftp://a', 'https://a/']",
            ("TINYBASE_LOG_LEVEL", "loud"), ("TINYBASE_DEBUG", "true"));

        settings.Problems.Select(problem => (problem.Severity, problem.Where)).ShouldBe(
        [
            (SettingsSeverity.Error, "tinybase.toml:1:9"),
            (SettingsSeverity.Warning, "tinybase.toml:3:1"),
            (SettingsSeverity.Error, "tinybase.toml:4:8"),
            (SettingsSeverity.Error, "tinybase.toml:6:23"),
            (SettingsSeverity.Error, "tinybase.toml:6:34"),
            (SettingsSeverity.Error, "TINYBASE_LOG_LEVEL"),
        ]);
        var refused = Should.Throw<SettingsException>(() => settings.ApplyTo(new TinyBaseOptions()));
        refused.Errors.Count.ShouldBe(5);
        refused.Message.ShouldContain("tinybase.toml:4:8: server.port must be between 0 and 65535, not 70000");
        refused.Message.ShouldNotContain("prot");
    }

    [Fact]
    public void A_file_that_is_not_TOML_does_not_hide_errors_of_the_environment()
        => SettingsFolder.Load("[server", ("TINYBASE_SERVER_PORT", "x")).Problems.Select(problem => problem.Where)
            .ShouldBe(["tinybase.toml:1:8", "TINYBASE_SERVER_PORT"]);

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error()
    {
        using var folder = new SettingsFolder("debug = true");
        using var held = File.Open(folder.TomlPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var error = SettingsLoader.Load(folder.Root, new Dictionary<string, string>()).Errors.ShouldHaveSingleItem();
        error.Where.ShouldBe("tinybase.toml");
        error.Message.ShouldStartWith("cannot be read: ");
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_with_their_place()
    {
        using var folder = new SettingsFolder();
        File.WriteAllBytes(folder.TomlPath, [.. "debug = true # "u8, 0xFF]);

        SettingsLoader.Load(folder.Root, new Dictionary<string, string>()).Errors.ShouldHaveSingleItem().Where.ShouldBe("tinybase.toml:1:16");
    }

    [Theory]
    [InlineData("[server]\nport = 81\n[database]\nurl = 'a'\n[db]\nurl = 'a'", "tinybase.toml:6:1: db.url is the same setting as database.url at tinybase.toml:4:1; keep one of them")]
    [InlineData("debug = true\nserver.debug = true", "tinybase.toml:2:8: server.debug is the same setting as debug at tinybase.toml:1:1; keep one of them")]
    public void Two_spellings_of_one_setting_are_an_error_that_names_both_places(string toml, string error)
        => SettingsFolder.Load(toml).Errors.ShouldHaveSingleItem().ToString().ShouldBe(error);

    [Fact]
    public void Two_variables_of_one_setting_are_an_error()
        => SettingsFolder.Load(toml: null, ("TINYBASE_DEBUG", "true"), ("tinybase_debug", "false")).Errors.ShouldHaveSingleItem()
            .ToString().ShouldBe("tinybase_debug: is the same setting as TINYBASE_DEBUG; keep one of them");

    [Theory]
    [InlineData("[server]\nprot = 1", "tinybase.toml:2:1: unknown key server.prot has no effect; did you mean server.port?")]
    [InlineData("[Server]\nPort = 1", "tinybase.toml:2:1: unknown key Server.Port has no effect; did you mean server.port?")]
    [InlineData("[databse]\nurl = 1", "tinybase.toml:2:1: unknown key databse.url has no effect; did you mean database.url?")]
    [InlineData("[server.port]\nx = 1", "tinybase.toml:2:1: unknown key server.port.x has no effect; did you mean server.port?")]
    [InlineData("[[rules]]\nx = 1", "tinybase.toml:1:3: unknown key rules has no effect")]
    [InlineData("password = 'sesame'", "tinybase.toml:1:1: unknown key password has no effect")]
    [InlineData("\"a\\u001Bb\" = 1", "tinybase.toml:1:1: unknown key a\uFFFDb has no effect")]
    public void An_unknown_key_is_a_warning_with_the_nearest_known_one(string toml, string warning)
    {
        var problem = SettingsFolder.Load(toml).Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(SettingsSeverity.Warning);
        problem.ToString().ShouldBe(warning);
    }

    [Theory]
    [InlineData("TINYBASE_SERVER_PROT", "TINYBASE_SERVER_PROT: unknown variable has no effect; did you mean TINYBASE_SERVER_PORT?")]
    [InlineData("TINYBASE_DATABASE_URL", "TINYBASE_DATABASE_URL: unknown variable has no effect; did you mean TINYBASE_DB_URL?")]
    [InlineData("TINYBASE_SMTP", "TINYBASE_SMTP: unknown variable has no effect")]
    public void An_unknown_variable_is_a_warning_with_the_nearest_known_one(string name, string warning)
    {
        var problem = SettingsFolder.Load(toml: null, (name, "sesame")).Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(SettingsSeverity.Warning);
        problem.ToString().ShouldBe(warning);
    }

    [Theory]
    [InlineData("TINYBASE_FN_API_KEY")]
    [InlineData("tinybase_fn_x")]
    [InlineData("TINYBASE_TEST_LONG")]
    [InlineData("TINYBASE")]
    [InlineData("MY_TINYBASE_PORT")]
    [InlineData("TINYBASE_API_URL")]
    [InlineData("TINYBASE_API_TOKEN")]
    [InlineData("tinybase_functions_dir")]
    [InlineData("TINYBASE_TIMEOUT")]
    public void Variables_that_are_no_settings_are_never_reported(string name)
        => SettingsFolder.Load(toml: null, (name, "x")).Problems.ShouldBeEmpty();

    private static (string? Value, string Origin) Effective(LoadedSettings settings, string key)
    {
        var setting = settings.Settings.Single(setting => setting.Setting.Key == key);
        return (setting.Value, setting.Origin);
    }
}
