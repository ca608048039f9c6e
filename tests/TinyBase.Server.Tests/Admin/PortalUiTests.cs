using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

using Shouldly;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Admin;

/// <summary>What is served under <c>/auth</c>, with a page of the operator's own in place of the built one.</summary>
public sealed partial class PortalUiTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder.File("auth.html"), """<head><base href="./"></head>portal""");
        await File.WriteAllTextAsync(_folder.File("portal.js"), "portal()");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("/auth", "auth/")]
    [InlineData("/auth/", "./")]
    [InlineData("/auth/login", "./")]
    [InlineData("/auth/password-reset/", "../")]
    public async Task A_page_knows_where_its_files_are(string path, string address)
    {
        foreach (var prefix in (string[])["", "/backend"])
        {
            await using var server = await Start(TurnOn, prefix);

            var page = (await server.Anonymous.Get(path)).Expect(200);

            page.Text.ShouldStartWith($"""<head><base href="{address}"><meta name="tinybase-portal" content="{"{"}""");
            page.Header("Referrer-Policy").ShouldBe("no-referrer");
            new Uri(new Uri($"http://host{prefix}{path}"), address).AbsolutePath.ShouldBe($"{prefix}/auth/");
            (await server.Anonymous.Get("/auth/portal.js")).Expect(200).Text.ShouldBe("portal()");
            (await server.Anonymous.Get("/auth/auth.html")).Expect(404);
            (await server.Anonymous.Get("/auth/missing.js")).Expect(404);
        }
    }

    [Fact]
    public async Task A_portal_that_is_off_has_nothing_but_the_pages_of_links_in_e_mails()
    {
        await using var server = await Start(_ => { });

        foreach (var path in (string[])["/auth", "/auth/login", "/auth/register", "/auth/profile"])
        {
            var page = (await server.Anonymous.Get(path)).Expect(404);
            page.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
            State(page).GetProperty("enabled").GetBoolean().ShouldBeFalse();
        }

        foreach (var path in (string[])["/auth/password-reset", "/auth/verify-email", "/auth/change-email"]) (await server.Anonymous.Get(path)).Expect(200);
    }

    [Fact]
    public async Task A_page_that_there_is_not_is_told_so()
    {
        await using var server = await Start(TurnOn);

        (await server.Anonymous.Get("/auth/login")).Expect(200);
        (await server.Anonymous.Get("/auth/nothing")).Expect(404);
        (await server.Anonymous.Get("/auth/login/more")).Expect(404);
    }

    [Fact]
    public async Task Only_the_images_that_the_settings_name_may_be_loaded()
    {
        await using var server = await Start(options =>
        {
            TurnOn(options);
            options.Portal.LogoUrl = "https://cdn.example.com/logo.png?v=1";
            options.Portal.BackgroundImageUrl = "http://insecure.example.com/sea.jpg";
        });

        var page = (await server.Anonymous.Get("/auth/login")).Expect(200);

        page.Header("Content-Security-Policy").ShouldBe(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https://cdn.example.com/logo.png; font-src 'self'; "
            + "connect-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'self'");
        State(page).GetProperty("logo_url").GetString().ShouldBe("https://cdn.example.com/logo.png?v=1");
        State(page).GetProperty("background_image_url").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_the_settings_say_is_text_in_the_page()
    {
        const string Name = "\"><script>alert(1)</script>&amp;'";
        await using var server = await Start(options =>
        {
            TurnOn(options);
            options.Instance.Name = Name;
        });

        var page = (await server.Anonymous.Get("/auth/login")).Expect(200);

        page.Text.ShouldNotContain("<script");
        State(page).GetProperty("instance_name").GetString().ShouldBe(Name);
    }

    [Theory]
    [InlineData("https://app.example.com/home/films", "https://app.example.com/home/films")]
    [InlineData("//evil.example", null)]
    [InlineData(@"\\evil.example", null)]
    [InlineData("https://app.example.com.evil.example/home", null)]
    [InlineData("https://app.example.com@evil.example/home", null)]
    [InlineData("javascript:alert(1)", null)]
    public async Task The_page_is_told_an_address_only_if_it_is_allowed(string wanted, string? told)
    {
        await using var server = await Start(TurnOn);

        var state = State((await server.Anonymous.Get($"/auth/login?redirect={Uri.EscapeDataString(wanted)}")).Expect(200));

        state.GetProperty("redirect_url").GetString().ShouldBe(told);
        state.GetProperty("login_redirect_url").GetString().ShouldBe("https://app.example.com/home");
    }

    [Fact]
    public async Task An_address_in_a_file_that_is_no_page_is_not_told()
    {
        await using var server = await Start(options =>
        {
            TurnOn(options);
            options.Portal.LoginRedirectUrl = "javascript:alert(1)";
        });

        State((await server.Anonymous.Get("/auth/login")).Expect(200)).GetProperty("login_redirect_url").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_built_in_portal_is_there_also_beside_an_admin_UI_of_ones_own()
    {
        File.Delete(_folder.File("auth.html"));
        await File.WriteAllTextAsync(_folder.File("index.html"), """<head><base href="./"></head>own""");
        await using var server = await Start(TurnOn);

        var page = await server.Anonymous.Get("/auth/login");
        Assert.SkipWhen(page.Text.Contains("not part of the build", StringComparison.Ordinal), "The admin UI is not built: there is no Node on this machine.");

        page.Expect(200).Text.ShouldContain("assets/auth-");
        (await server.Anonymous.Get("/auth/portal.js")).Expect(404);
        foreach (Match name in Assets().Matches(page.Text)) (await server.Anonymous.Get($"/auth/{name.Value}")).Expect(200);
    }

    private static void TurnOn(TinyBaseOptions options)
    {
        options.Portal.Enabled = true;
        options.Portal.LoginRedirectUrl = "https://app.example.com/home";
        options.Portal.RegisterRedirectUrl = "https://app.example.com/welcome";
    }

    private static JsonElement State(Answer page) => JsonElement.Parse(WebUtility.HtmlDecode(Content().Match(page.Text).Groups[1].Value));

    [GeneratedRegex("name=\"tinybase-portal\" content=\"([^\"]*)\"")]
    private static partial Regex Content();

    [GeneratedRegex("assets/[^\"]+")]
    private static partial Regex Assets();

    private Task<TestServer> Start(Action<TinyBaseOptions> change, string prefix = "") => TestServer.Start(new ServerSetup
    {
        Prefix = prefix,
        Map = app => app.MapTinyBase(prefix),
        Options = options =>
        {
            options.Admin.StaticDir = _folder.Path;
            change(options);
        },
    });
}
