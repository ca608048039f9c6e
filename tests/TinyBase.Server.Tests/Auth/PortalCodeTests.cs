using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

/// <summary>How an app gets a session of whoever signed in on the portal.</summary>
public sealed class PortalCodeTests : IAsyncLifetime
{
    private const string Callback = "https://app.example.com/callback";

    private static readonly string Verifier = new('v', 43);

    private readonly TestClock _clock = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.Start(new ServerSetup
    {
        Services = builder => builder.Services.AddSingleton<TimeProvider>(_clock),
        Options = options =>
        {
            options.Portal.Enabled = true;
            options.Portal.LoginRedirectUrl = options.Portal.RegisterRedirectUrl = Callback;
            options.RateLimit.Enabled = false;
        },
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_code_is_worth_one_session_of_its_own()
    {
        var user = await _server.NewUser();
        var made = (await Create(user)).Expect(200);
        made.Json.GetProperty("redirect_url").GetString().ShouldBe(Callback);
        made.Json.GetProperty("expires_in").GetInt32().ShouldBe(60);
        made.Header("Cache-Control").ShouldBe("no-store");
        var code = made.Json.GetProperty("code").GetString()!;

        var login = (await Redeem(code)).Expect(200).Json;
        login.GetProperty("email").GetString().ShouldBe(user.Email);
        var app = _server.WithToken(login.GetProperty("access_token").GetString()!);
        (await app.Post("/api/auth/logout?scope=this")).Expect(200);

        (await app.Get("/api/auth/me")).Expect(401);
        (await user.Api.Get("/api/auth/me")).Expect(200);
        (await Redeem(code)).Expect(400).Detail.ShouldBe("Invalid or expired code");
    }

    [Fact]
    public async Task A_code_is_worth_nothing_without_the_secret_or_for_another_address()
    {
        var user = await _server.NewUser();
        var code = (await Create(user)).Expect(200).Json.GetProperty("code").GetString()!;

        (await Redeem(code, verifier: new string('w', 43))).Expect(400);
        (await Redeem(code, url: "https://app.example.com/callback/other")).Expect(400);
        (await Redeem(code, url: "nowhere")).Expect(400);
        (await Redeem(code + "x")).Expect(400);
        (await Redeem(code, verifier: "planted-7f3a")).Expect(422).Text.ShouldNotContain("planted-7f3a");
        (await Redeem(code, url: "HTTPS://APP.EXAMPLE.COM:443/callback")).Expect(200);
    }

    [Fact]
    public async Task A_code_counts_for_a_minute()
    {
        var user = await _server.NewUser();
        var code = (await Create(user)).Expect(200).Json.GetProperty("code").GetString()!;

        _clock.Advance(TimeSpan.FromSeconds(60));

        (await Redeem(code)).Expect(400);
    }

    [Theory]
    [InlineData("POST", "/api/auth/logout")]
    [InlineData("POST", "/api/auth/logout?scope=this")]
    [InlineData("POST", "/api/auth/password")]
    [InlineData("PATCH", "password")]
    [InlineData("PATCH", "is_admin")]
    public async Task A_code_ends_with_the_session_that_made_it(string method, string what)
    {
        var user = await _server.NewUser();
        var code = (await Create(user)).Expect(200).Json.GetProperty("code").GetString()!;

        var ended = method == "PATCH"
            ? await _server.Admin.Api.Patch($"/api/admin/users/{user.Id}", what == "password" ? """{"password": "another long one"}""" : """{"is_admin": true}""")
            : await user.Api.Post(what, TestServer.JsonText(("current_password", user.Password), ("password", "another long one")));

        ended.Expect(200);
        (await Redeem(code)).Expect(400).Detail.ShouldBe("Invalid or expired code");
    }

    [Fact]
    public async Task A_code_is_worth_nothing_for_an_address_that_is_not_allowed_any_more()
    {
        const string Other = "https://b.example/";
        (await _server.Admin.Api.Patch("/api/admin/settings", """{"auth_portal_redirect_urls": "https://b.example"}""")).Expect(200);
        var code = (await Create(await _server.NewUser(), Other)).Expect(200).Json.GetProperty("code").GetString()!;

        (await _server.Admin.Api.Patch("/api/admin/settings", """{"auth_portal_redirect_urls": ""}""")).Expect(200);

        (await Redeem(code, url: Other)).Expect(400);
    }

    [Fact]
    public async Task Of_many_codes_the_last_ten_count()
    {
        var user = await _server.NewUser();
        var codes = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            codes.Add((await Create(user)).Expect(200).Json.GetProperty("code").GetString()!);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        (await Redeem(codes[1])).Expect(400);
        (await Redeem(codes[2])).Expect(200);
        (await Redeem(codes[11])).Expect(200);
    }

    [Theory]
    [InlineData("//app.example.com/callback")]
    [InlineData(@"\\evil.example")]
    [InlineData("https://app.example.com.evil.example/callback")]
    [InlineData("https://app.example.com@evil.example/callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://app.example.com/callbacks")]
    public async Task No_code_is_made_for_an_address_that_is_not_allowed(string url) =>
        (await Create(await _server.NewUser(), url)).Expect(400).Detail.ShouldBe("This redirect URL is not allowed");

    [Fact]
    public async Task No_code_is_made_without_a_proof_or_once_the_portal_is_off()
    {
        var user = await _server.NewUser();
        (await user.Api.Post("/api/auth/portal/code", TestServer.JsonText(("redirect_url", Callback)))).Expect(422).Problems.ShouldBe(["missing @ body.code_challenge"]);
        (await user.Api.Post("/api/auth/portal/code", TestServer.JsonText(("redirect_url", Callback), ("code_challenge", Verifier + "=")))).Expect(422);

        await using var off = await TestServer.Start(new ServerSetup { Options = options => options.Portal.LoginRedirectUrl = Callback });
        (await Create(await off.NewUser())).Expect(404).Detail.ShouldBe("The auth portal is turned off");
        (await off.Anonymous.Post("/api/auth/portal/token", TestServer.JsonText(("code", "c"), ("code_verifier", Verifier), ("redirect_url", Callback)))).Expect(404);
    }

    [Fact]
    public async Task An_app_of_another_address_is_allowed_by_the_settings_as_soon_as_they_are_saved()
    {
        var user = await _server.NewUser();
        const string Other = "http://localhost:5173/app/callback";
        (await Create(user, Other)).Expect(400);

        var saved = (await _server.Admin.Api.Patch("/api/admin/settings", """{"auth_portal_redirect_urls": "HTTP://localhost:5173/app, https://b.example"}""")).Expect(200);

        saved.Json.GetProperty("auth_portal_redirect_urls").GetString().ShouldBe("http://localhost:5173/app, https://b.example/");
        (await Create(user, Other)).Expect(200);
        (await _server.Admin.Api.Patch("/api/admin/settings", """{"auth_portal_redirect_urls": "javascript:alert(1)"}""")).Expect(422)
            .Problems.ShouldBe(["value_error @ body.auth_portal_redirect_urls"]);
    }

    private static string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Verifier)));

    private static Task<Answer> Create(TestUser user, string url = Callback) =>
        user.Api.Post("/api/auth/portal/code", TestServer.JsonText(("redirect_url", url), ("code_challenge", Challenge)));

    private Task<Answer> Redeem(string code, string? verifier = null, string url = Callback) => _server.Anonymous.Post(
        "/api/auth/portal/token", TestServer.JsonText(("code", code), ("code_verifier", verifier ?? Verifier), ("redirect_url", url)));
}
