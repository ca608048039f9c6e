using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Durability;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Settings;

/// <summary>Settings that are saved through the API. Each test has a server of its own, since they are the server's.</summary>
public sealed class SettingsTests : IAsyncLifetime
{
    private const string Path = "/api/admin/settings";

    private TestServer _server = null!;

    private ApiClient Admin => _server.Admin.Api;

    public async ValueTask InitializeAsync() => _server = await TestServer.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Absent_is_unchanged_and_null_is_reset()
    {
        await Save("""{"instance_name": "Mine", "auth_portal_logo_url": "https://example.com/logo.png"}""");

        var settings = await Save("""{"auth_portal_logo_url": null}""");

        settings.GetProperty("instance_name").GetString().ShouldBe("Mine");
        settings.GetProperty("auth_portal_logo_url").ValueKind.ShouldBe(JsonValueKind.Null);
        Source(settings, "instance_name").ShouldBe("saved");
        Source(settings, "auth_portal_logo_url").ShouldBe("default");
        settings.GetProperty("updated_at").GetString()!.ShouldEndWith("Z");
    }

    [Fact]
    public async Task A_saved_setting_counts_at_once()
    {
        var settings = await Save("""{"instance_name": "", "allow_public_registration": false}""");

        settings.GetProperty("instance_name").GetString().ShouldBe("");
        (await _server.Anonymous.Get("/api/auth/instance-info")).Expect(200).Json.GetProperty("instance_name").GetString().ShouldBe("");
        (await Register()).Expect(403).Detail.ShouldBe("Public registration is disabled");
        (await _server.Anonymous.Get("/api/auth/portal-config")).Json.GetProperty("registration_enabled").GetBoolean().ShouldBeFalse();

        await Save("""{"allow_public_registration": null}""");

        (await Register()).Expect(201);
    }

    [Fact]
    public async Task Saved_settings_and_secrets_survive_a_restart()
    {
        var root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
        try
        {
            await using (var first = await TestServer.Start(new ServerSetup { Root = root }))
            {
                (await first.Admin.Api.Patch(Path, """{"instance_name": "Kept", "storage_secret_key": "planted-7f3a"}""")).Expect(200);
            }

            await using var second = await TestServer.Start(new ServerSetup { Root = root });
            var settings = (await second.Admin.Api.Get(Path)).Expect(200);

            settings.Json.GetProperty("instance_name").GetString().ShouldBe("Kept");
            settings.Json.GetProperty("sources").GetProperty("storage_secret_key").GetProperty("is_set").GetBoolean().ShouldBeTrue();
            settings.Text.ShouldNotContain("planted-7f3a");
            Directory.EnumerateFiles(root).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
                .ShouldAllBe(file => !System.Text.Encoding.UTF8.GetString(ReadShared(file)).Contains("planted-7f3a"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task A_secret_whose_key_is_gone_is_told_in_the_log_and_does_not_count()
    {
        var root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
        try
        {
            await using (var first = await TestServer.Start(new ServerSetup { Root = root }))
            {
                (await first.Admin.Api.Patch(Path, """{"storage_secret_key": "planted-7f3a", "instance_name": "Kept"}""")).Expect(200);
            }

            File.Delete(System.IO.Path.Combine(root, "tinybase.db.secrets"));
            await using var second = await TestServer.Start(new ServerSetup { Root = root });
            var settings = (await second.Admin.Api.Get(Path)).Expect(200).Json;

            settings.GetProperty("sources").GetProperty("storage_secret_key").GetProperty("is_set").GetBoolean().ShouldBeFalse();
            settings.GetProperty("instance_name").GetString().ShouldBe("Kept");
            second.Logs.Lines.ShouldContain(line => line.Contains("The saved setting storage_secret_key cannot be used"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task What_code_has_set_is_pinned()
    {
        var settings = (await Admin.Get(Path)).Expect(200).Json;

        Source(settings, "rate_limit_enabled").ShouldBe("code");
        settings.GetProperty("sources").GetProperty("rate_limit_enabled").GetProperty("pinned").GetBoolean().ShouldBeTrue();
        (await Admin.Patch(Path, """{"rate_limit_enabled": true, "instance_name": "No"}""")).Expect(400)
            .Detail.ShouldBe("rate_limit_enabled is set by the app's code and cannot be changed here");
        (await Save("""{"rate_limit_enabled": false}""")).GetProperty("instance_name").GetString().ShouldBe("TinyBase");
    }

    [Theory]
    [InlineData("""{"instance_name": 5}""", "string_type @ body.instance_name")]
    [InlineData("""{"token_cleanup_interval": 0}""", "greater_than_equal @ body.token_cleanup_interval")]
    [InlineData("""{"server_public_url": "app.example.com"}""", "value_error @ body.server_public_url")]
    [InlineData("""{"auth_portal_enabled": "perhaps"}""", "bool_parsing @ body.auth_portal_enabled")]
    public async Task A_value_that_cannot_be_is_refused(string change, string problem) =>
        (await Admin.Patch(Path, change)).Expect(422).Problems.ShouldBe([problem]);

    [Theory]
    [InlineData("""{"server_timezone": "Mars/Olympus"}""", "Invalid timezone: Mars/Olympus")]
    [InlineData("""{"server_timezone": ""}""", "Invalid timezone: ")]
    [InlineData("""{"auth_portal_enabled": true}""", "Login redirect URL is required when auth portal is enabled")]
    [InlineData(
        """{"auth_portal_enabled": true, "auth_portal_login_redirect_url": "/home", "auth_portal_register_redirect_url": "https://a.example"}""",
        "Login redirect URL must be an absolute URL (e.g., https://app.example.com/dashboard)")]
    [InlineData(
        """{"auth_portal_enabled": true, "auth_portal_login_redirect_url": "https://a.example", "auth_portal_register_redirect_url": "https://a.example/admin"}""",
        "Register redirect URL must not point to /admin URLs. Use your application's URL instead.")]
    [InlineData(
        """{"auth_portal_enabled": true, "auth_portal_login_redirect_url": "https://a@b.example", "auth_portal_register_redirect_url": "https://a.example"}""",
        "Login redirect URL must be an absolute URL (e.g., https://app.example.com/dashboard)")]
    [InlineData(
        """{"auth_portal_enabled": true, "auth_portal_login_redirect_url": "https://a.example", "auth_portal_register_redirect_url": "https://a.example", "auth_portal_logo_url": "http://a.example/logo.png"}""",
        "Logo URL must begin with https://, or with / for an image on this server's own origin")]
    [InlineData(
        """{"auth_portal_enabled": true, "auth_portal_login_redirect_url": "https://a.example", "auth_portal_register_redirect_url": "https://a.example", "auth_portal_primary_color": "red; x: 1"}""",
        "Primary color must be a color as in style sheets (e.g., #7c3aed)")]
    public async Task What_cannot_be_together_is_refused_and_nothing_is_saved(string change, string detail)
    {
        (await Admin.Patch(Path, change)).Expect(400).Detail.ShouldBe(detail);

        (await Admin.Get(Path)).Json.GetProperty("updated_at").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Urls_that_were_saved_while_the_portal_was_off_are_checked_when_it_is_switched_on()
    {
        await Save("""{"auth_portal_login_redirect_url": "nowhere", "auth_portal_register_redirect_url": "https://a.example"}""");

        (await Admin.Patch(Path, """{"auth_portal_enabled": true}""")).Expect(400).Detail.ShouldStartWith("Login redirect URL must be an absolute URL");
    }

    [Fact]
    public async Task Whether_there_is_a_portal_can_be_left_to_the_operator_again()
    {
        using var folder = await ServerFolder.Create();
        await File.AppendAllTextAsync(
            System.IO.Path.Combine(folder.Path, "tinybase.toml"), "\n[auth_portal]\nenabled = true\nlogin_redirect_url = \"https://a.example\"\n");
        await using var server = await CliProcess.Serve(folder.Path);
        using var http = server.CreateClient();
        var api = new ApiClient(http, folder.Token);
        (await api.Patch(Path, """{"auth_portal_enabled": false}""")).Expect(200).Json.GetProperty("auth_portal_enabled").GetBoolean().ShouldBeFalse();

        (await api.Patch(Path, """{"auth_portal_enabled": null}""")).Expect(200).Json.GetProperty("auth_portal_enabled").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Previews_of_the_portal_are_for_admins()
    {
        const string Preview = "/api/auth/portal-config?preview=true&logo_url=&primary_color=teal";

        (await _server.Anonymous.Get(Preview)).Expect(403).Detail.ShouldBe("Admin access required for preview mode");
        var shown = (await Admin.Get(Preview)).Expect(200).Json;

        shown.GetProperty("logo_url").GetString().ShouldBe("");
        shown.GetProperty("primary_color").GetString().ShouldBe("teal");
        (await Admin.Get("/api/auth/portal-config?primary_color=teal")).Json.GetProperty("primary_color").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Settings_change_whole_while_requests_run()
    {
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(async _ =>
        {
            var seen = new HashSet<string>();
            while (!done.IsCancellationRequested)
            {
                var portal = (await _server.Anonymous.Get("/api/auth/portal-config")).Expect(200).Json;
                seen.Add($"{portal.GetProperty("instance_name")} {portal.GetProperty("primary_color")}");
            }

            return seen;
        }).ToList();
        for (var i = 0; i < 30; i++) await Save($$"""{"instance_name": "n{{i}}", "auth_portal_primary_color": "c{{i}}"}""");
        await done.CancelAsync();

        foreach (var seen in await Task.WhenAll(readers))
        {
            seen.Where(pair => pair.StartsWith('n')).ShouldAllBe(pair => pair.Split(' ')[0].Substring(1) == pair.Split(' ')[1].Substring(1));
        }
    }

    private static string Source(JsonElement settings, string name) =>
        settings.GetProperty("sources").GetProperty(name).GetProperty("source").GetString()!;

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    private async Task<JsonElement> Save(string change) => (await Admin.Patch(Path, change)).Expect(200).Json;

    private Task<Answer> Register() => _server.Anonymous.Post(
        "/api/auth/register",
        TestServer.JsonText(("email", $"{TestServer.NewName("late")}@example.com"), ("password", TestServer.Password)));
}
