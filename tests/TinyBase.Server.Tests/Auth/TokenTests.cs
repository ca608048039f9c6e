using System.Text;
using System.Text.Json.Nodes;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class TokenTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    private byte[] Key => Convert.FromBase64String(File.ReadAllText(Server.DatabasePath + ".key"));

    [Fact]
    public async Task An_access_token_says_who_and_how_long()
    {
        var user = await Server.NewUser();

        Jwt.Header(user.AccessToken).GetRawText().ShouldBeOneOf(Jwt.Hs256, """{"typ":"JWT","alg":"HS256"}""");
        var claims = Jwt.Claims(user.AccessToken);
        claims.EnumerateObject().Select(claim => claim.Name)
            .ShouldBe(["sub", "jti", "is_admin", "type", "scope", "exp", "iat"], ignoreOrder: true);
        claims.GetProperty("sub").GetString().ShouldBe(user.Id);
        Guid.TryParseExact(claims.GetProperty("jti").GetString(), "D", out _).ShouldBeTrue();
        claims.GetProperty("is_admin").GetBoolean().ShouldBeFalse();
        claims.GetProperty("type").GetString().ShouldBe("access");
        claims.GetProperty("scope").GetString().ShouldBe("user");
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()).ShouldBe(1440 * 60);
        Jwt.Claims(Server.Admin.AccessToken).GetProperty("is_admin").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_refresh_token_is_no_access_token()
    {
        var user = await Server.NewUser();

        var claims = Jwt.Claims(user.RefreshToken);
        claims.GetProperty("type").GetString().ShouldBe("refresh");
        Guid.TryParseExact(claims.GetProperty("sid").GetString(), "D", out _).ShouldBeTrue();
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()).ShouldBe(30 * 24 * 60 * 60);
        claims.GetProperty("jti").GetString().ShouldNotBe(Jwt.Claims(user.AccessToken).GetProperty("jti").GetString());
        (await Status(user.RefreshToken)).ShouldBe(401);
    }

    [Fact]
    public async Task A_token_signed_with_the_key_of_the_server_is_the_same_as_the_servers()
    {
        // The others below prove something only because this one is taken.
        var user = await Server.NewUser();

        (await Status(Jwt.Sign(Jwt.Hs256, Jwt.Change(user.AccessToken, _ => { }), Key))).ShouldBe(200);
    }

    [Fact]
    public async Task False_tokens_are_worth_nothing()
    {
        var user = await Server.NewUser();
        var other = await Server.NewUser();
        var token = user.AccessToken;
        var parts = token.Split('.');
        string Signed(Action<JsonObject> change) => Jwt.Sign(Jwt.Hs256, Jwt.Change(token, change), Key);
        var asAdmin = Jwt.Encode(Encoding.UTF8.GetBytes(Jwt.Change(token, claims => claims["is_admin"] = true)));
        var unsigned = Jwt.Encode("""{"alg":"none","typ":"JWT"}"""u8);
        var lastOfRefresh = Jwt.Claims(user.RefreshToken).GetProperty("jti").GetString();
        var cases = new Dictionary<string, string>
        {
            ["changed claims"] = $"{parts[0]}.{asAdmin}.{parts[2]}",
            ["no signature"] = $"{parts[0]}.{parts[1]}.",
            ["two parts"] = $"{parts[0]}.{parts[1]}",
            ["algorithm none"] = $"{unsigned}.{parts[1]}.",
            ["algorithm none with the signature"] = $"{unsigned}.{parts[1]}.{parts[2]}",
            ["algorithm nOnE"] = $"{Jwt.Encode("""{"alg":"nOnE","typ":"JWT"}"""u8)}.{parts[1]}.",
            ["another algorithm"] = Jwt.SignWithSha512(Jwt.Change(token, _ => { }), [.. Key, .. Key]),
            ["another key"] = Jwt.Sign(Jwt.Hs256, Jwt.Change(token, _ => { }), new byte[32]),
            ["empty key"] = Jwt.Sign(Jwt.Hs256, Jwt.Change(token, _ => { }), []),
            ["unknown id"] = Signed(claims => claims["jti"] = Guid.NewGuid().ToString()),
            ["the id of the refresh token"] = Signed(claims => claims["jti"] = lastOfRefresh),
            ["id that is none"] = Signed(claims => claims["jti"] = "x"),
            ["no id"] = Signed(claims => claims.Remove("jti")),
            ["another user"] = Signed(claims => claims["sub"] = other.Id),
            ["no user"] = Signed(claims => claims["sub"] = null),
            ["type refresh"] = Signed(claims => claims["type"] = "refresh"),
            ["no type"] = Signed(claims => claims.Remove("type")),
            ["out of date"] = Signed(claims => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds()),
            ["no date"] = Signed(claims => claims.Remove("exp")),
            ["not yet"] = Signed(claims => claims["nbf"] = DateTimeOffset.UtcNow.AddSeconds(90).ToUnixTimeSeconds()),
            ["made in the future"] = Signed(claims => claims["iat"] = DateTimeOffset.UtcNow.AddSeconds(90).ToUnixTimeSeconds()),
            ["a date that is none"] = Signed(claims => claims["exp"] = "tomorrow"),
            ["a date beyond all dates"] = Signed(claims => claims["exp"] = long.MaxValue),
            ["no beginning that is one"] = Signed(claims => claims["nbf"] = JsonValue.Create(true)),
            ["scope application"] = Signed(claims => claims["scope"] = "application"),
            ["another scope"] = Signed(claims => claims["scope"] = "internal"),
            ["no scope"] = Signed(claims => claims.Remove("scope")),
            ["a public key's algorithm with the key"] = Jwt.Sign("""{"alg":"RS256","typ":"JWT"}""", Jwt.Change(token, _ => { }), Key),
            ["a key that the token brings"] = Jwt.Sign(
                $$$"""{"alg":"HS256","typ":"JWT","jwk":{"kty":"oct","k":"{{{Jwt.Encode(new byte[32])}}}"}}""", Jwt.Change(token, _ => { }), new byte[32]),
            ["the same signature in other letters"] = token[..^1] + (char)(token[^1] + 1),
            ["blanks inside"] = $"{parts[0]}. {parts[1]}.{parts[2]}",
            ["padding"] = token + "=",
            ["nothing"] = "",
            ["no token"] = "x.y.z",
            ["too long"] = token + new string('A', 10_000),
        };

        foreach (var (name, value) in cases) (await Status(value)).ShouldBe(401, name);
        (await Status(token)).ShouldBe(200);
    }

    [Fact]
    public async Task A_clock_that_is_a_little_ahead_does_no_harm()
    {
        var user = await Server.NewUser();
        var soon = DateTimeOffset.UtcNow.AddSeconds(50).ToUnixTimeSeconds();

        (await Status(Jwt.Sign(Jwt.Hs256, Jwt.Change(user.AccessToken, claims => (claims["iat"], claims["nbf"]) = (soon, soon)), Key))).ShouldBe(200);
    }

    [Fact]
    public async Task What_a_token_says_of_rights_is_not_asked()
    {
        var user = await Server.NewUser();
        var claims = Jwt.Change(user.AccessToken, claims => claims["is_admin"] = true);

        var answer = await Server.WithToken(Jwt.Sign(Jwt.Hs256, claims, Key)).Get("/api/auth/me");

        answer.Expect(200).Json.GetProperty("is_admin").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("Bearer {0}", 200)]
    [InlineData("bearer {0}", 200)]
    [InlineData("BEARER  {0}", 200)]
    [InlineData("Basic {0}", 401)]
    [InlineData("{0}", 401)]
    [InlineData("Bearer{0}", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Token {0}", 401)]
    public async Task Only_the_scheme_Bearer_counts_in_any_case(string header, int status)
    {
        using var request = Server.Anonymous.Request(HttpMethod.Get, "/api/auth/me");
        request.Headers.TryAddWithoutValidation(
            "Authorization", header.Replace("{0}", Server.Admin.AccessToken, StringComparison.Ordinal)).ShouldBeTrue();

        (await Server.Anonymous.Send(request)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_bad_token_is_nobody_where_nobody_may_call()
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records";

        (await Server.WithToken("bad").Get(path)).Expect(200);
        (await Server.WithToken("bad").Get("/health")).Expect(200);
        (await Server.WithToken("bad").Post(path, "{}")).Expect(401);
    }

    [Fact]
    public async Task An_access_token_ends_with_its_time_also_if_it_was_used_before()
    {
        var clock = new TestClock();
        await using var server = await TestServer.Start(
            new ServerSetup { Services = builder => builder.Services.AddSingleton<TimeProvider>(clock) });
        var user = await server.NewUser();

        clock.Advance(TimeSpan.FromMinutes(1440) - TimeSpan.FromMinutes(1));
        (await user.Api.Get("/api/auth/me")).Expect(200);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await user.Api.Get("/api/auth/me")).Expect(401);
        (await (await server.Login(user.Email)).Api.Get("/api/auth/me")).Expect(200);
    }

    [Fact]
    public async Task A_lifetime_can_be_set()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Options = options =>
            {
                options.Auth.JwtAccessTokenExpireMinutes = 5;
                options.Auth.JwtRefreshTokenExpireDays = 2;
                options.Auth.JwtSecretKey = new string('k', 32);
            },
        });
        var user = await server.NewUser();

        var (access, refresh) = (Jwt.Claims(user.AccessToken), Jwt.Claims(user.RefreshToken));
        (access.GetProperty("exp").GetInt64() - access.GetProperty("iat").GetInt64()).ShouldBe(5 * 60);
        (refresh.GetProperty("exp").GetInt64() - refresh.GetProperty("iat").GetInt64()).ShouldBe(2 * 24 * 60 * 60);
        File.Exists(server.DatabasePath + ".key").ShouldBeFalse();
        var own = Jwt.Sign(Jwt.Hs256, Jwt.Change(user.AccessToken, _ => { }), Encoding.UTF8.GetBytes(new string('k', 32)));
        (await server.WithToken(own).Get("/api/auth/me")).Expect(200);
    }

    private async Task<int> Status(string token)
    {
        using var request = Server.Anonymous.Request(HttpMethod.Get, "/api/auth/me");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}").ShouldBeTrue();
        return (await Server.Anonymous.Send(request)).Status;
    }
}
