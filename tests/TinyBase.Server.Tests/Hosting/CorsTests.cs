using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class CorsTests(ServerFixture fixture)
{
    private const string Page = "https://app.example.com";

    [Fact]
    public async Task Any_origin_may_call_by_default_but_without_credentials()
    {
        var answer = (await Send(fixture.Server, HttpMethod.Get, "/health", Page)).Expect(200);

        answer.Header("Access-Control-Allow-Origin").ShouldBe("*");
        answer.Header("Access-Control-Allow-Credentials").ShouldBeNull();
        answer.Header("Access-Control-Expose-Headers").ShouldNotBeNull().ShouldContain("X-Request-Id");
    }

    [Fact]
    public async Task A_request_without_origin_gets_no_CORS_headers()
    {
        var answer = (await fixture.Server.Anonymous.Get("/health")).Expect(200);

        answer.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control-"));
    }

    [Theory]
    [InlineData("GET", "/api/auth/me", 401)]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("PUT", "/health", 405)]
    [InlineData("POST", "/api/auth/login", 422)]
    public async Task Errors_can_be_read_across_origins_too(string method, string path, int status)
    {
        var answer = (await Send(fixture.Server, new HttpMethod(method), path, Page)).Expect(status);

        answer.Header("Access-Control-Allow-Origin").ShouldBe("*");
    }

    [Theory]
    [InlineData("/api/auth/me")]
    [InlineData("/api/collections/x/records/y")]
    [InlineData("/api/nothing")]
    public async Task A_preflight_request_is_told_what_may_be_sent(string path)
    {
        var answer = (await Preflight(fixture.Server, path, Page)).Expect(200);

        answer.Text.ShouldBe("OK");
        answer.Header("Access-Control-Allow-Origin").ShouldBe("*");
        answer.Header("Access-Control-Allow-Methods").ShouldBe("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        answer.Header("Access-Control-Allow-Headers").ShouldBe("authorization,content-type");
        answer.Header("Access-Control-Max-Age").ShouldBe("600");
        answer.Header("Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Fact]
    public async Task Listed_origins_may_call_with_credentials_and_others_may_not()
    {
        await using var server = await TestServer.Start(
            new ServerSetup { Options = options => options.Cors.AllowOrigins = [Page, "https://other.example.com"] });

        var listed = (await Send(server, HttpMethod.Get, "/health", Page)).Expect(200);
        listed.Header("Access-Control-Allow-Origin").ShouldBe(Page);
        listed.Header("Access-Control-Allow-Credentials").ShouldBe("true");
        listed.Header("Vary").ShouldBe("Origin");
        var preflight = (await Preflight(server, "/api/auth/me", Page)).Expect(200);
        preflight.Header("Access-Control-Allow-Origin").ShouldBe(Page);
        preflight.Header("Access-Control-Allow-Credentials").ShouldBe("true");

        foreach (var origin in (string[])["https://evil.example", "http://app.example.com", Page + ".evil.example", "null"])
        {
            var unlisted = (await Send(server, HttpMethod.Get, "/health", origin)).Expect(200);
            unlisted.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control-"));
            unlisted.Header("Vary").ShouldBe("Origin");
            var refused = (await Preflight(server, "/api/auth/me", origin)).Expect(400);
            refused.Text.ShouldBe("Disallowed CORS origin");
            refused.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control-"));
        }
    }

    [Fact]
    public async Task A_listed_origin_is_told_on_unknown_paths_wrong_methods_and_errors_too()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Cors.AllowOrigins = [Page] });

        foreach (var path in (string[])["/api/nothing", "/nothing", "/api/collections/x/records/y"])
        {
            var preflight = (await Preflight(server, path, Page)).Expect(200);
            preflight.Header("Access-Control-Allow-Origin").ShouldBe(Page);
            preflight.Header("Vary").ShouldBe("Origin");
            preflight.Header("Access-Control-Allow-Headers").ShouldBe("authorization,content-type");
        }

        (await Send(server, HttpMethod.Put, "/health", Page)).Expect(405).Header("Access-Control-Allow-Origin").ShouldBe(Page);
        (await Send(server, HttpMethod.Get, "/nothing", Page)).Expect(404).Header("Access-Control-Allow-Origin").ShouldBe(Page);
        (await Send(server, HttpMethod.Get, "/api/auth/me", Page)).Expect(401).Header("Access-Control-Expose-Headers")
            .ShouldBe("X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, WWW-Authenticate, ETag");
    }

    [Fact]
    public async Task Where_origins_are_listed_no_cache_mixes_up_who_asked()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Cors.AllowOrigins = [Page] });

        (await server.Anonymous.Get("/health")).Expect(200).Header("Vary").ShouldBe("Origin");
        (await Send(server, HttpMethod.Get, "/health", "https://evil.example")).Expect(200).Header("Vary").ShouldBe("Origin");
        (await fixture.Server.Anonymous.Get("/health")).Expect(200).Header("Vary").ShouldBeNull();
    }

    [Fact]
    public async Task Any_origin_beside_listed_ones_is_any_origin_without_credentials()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Cors.AllowOrigins = [Page, "*"] });

        foreach (var origin in (string[])[Page, "null", "https://other.example"])
        {
            var answer = (await Send(server, HttpMethod.Get, "/health", origin)).Expect(200);
            answer.Header("Access-Control-Allow-Origin").ShouldBe("*");
            answer.Header("Access-Control-Allow-Credentials").ShouldBeNull();
            (await Preflight(server, "/api/auth/login", origin)).Expect(200).Header("Access-Control-Allow-Credentials").ShouldBeNull();
        }
    }

    [Fact]
    public async Task An_OPTIONS_request_that_asks_for_nothing_is_an_ordinary_one()
    {
        (await Send(fixture.Server, HttpMethod.Options, "/health", Page)).Expect(405).Header("Allow").ShouldBe("GET, HEAD");
        (await fixture.Server.Anonymous.Send(HttpMethod.Options, "/api/nothing")).Expect(404);
    }

    [Fact]
    public async Task Without_origins_there_is_no_CORS()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Cors.AllowOrigins = [] });

        (await Send(server, HttpMethod.Get, "/health", Page)).Expect(200)
            .Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control-"));
        (await Preflight(server, "/health", Page)).Expect(405);
    }

    private static async Task<Answer> Send(TestServer server, HttpMethod method, string path, string origin)
    {
        using var request = server.Anonymous.Request(method, path);
        request.Headers.Add("Origin", origin);
        return await server.Anonymous.Send(request);
    }

    private static async Task<Answer> Preflight(TestServer server, string path, string origin)
    {
        using var request = server.Anonymous.Request(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "PATCH");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return await server.Anonymous.Send(request);
    }
}
