using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class RateLimitTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.Start(ClientAddresses.Setup(_clock));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/api/auth/register", 5, 422)]
    [InlineData("/api/auth/login", 10, 422)]
    public async Task One_request_too_many_in_a_minute_is_refused_and_told_when_to_come_back(string path, int limit, int otherwise)
    {
        for (var i = 0; i < limit; i++) (await Post("192.0.2.1", path)).Expect(otherwise);

        var refused = (await Post("192.0.2.1", path)).Expect(429);
        refused.Text.ShouldBe(
            $$"""{"error":"Rate limit exceeded: {{limit}} per 1 minute","detail":"Rate limit exceeded: {{limit}} per 1 minute"}""");
        int.Parse(refused.Header("Retry-After")!, null).ShouldBeInRange(1, 60);
        (await Post("192.0.2.2", path)).Expect(otherwise);
        (await Post("::ffff:192.0.2.1", path)).Expect(429);

        _clock.Advance(TimeSpan.FromMinutes(1));
        (await Post("192.0.2.1", path)).Expect(otherwise);
    }

    [Fact]
    public async Task All_addresses_of_one_IPv6_network_are_one_client()
    {
        for (var i = 0; i < 10; i++) (await Post($"2001:db8:0:1::{i}", "/api/auth/login")).Expect(422);

        (await Post("2001:db8:0:1:ffff::", "/api/auth/login")).Expect(429);
        (await Post("2001:db8:0:2::", "/api/auth/login")).Expect(422);
    }

    [Fact]
    public async Task Operations_are_counted_apart_and_others_not_at_all()
    {
        for (var i = 0; i < 6; i++) await Post("192.0.2.1", "/api/auth/register");

        (await Post("192.0.2.1", "/api/auth/register", "{ broken")).Expect(429);
        (await Post("192.0.2.1", "/api/auth/login")).Expect(422);
        for (var i = 0; i < 50; i++) (await Post("192.0.2.1", "/api/auth/logout")).Expect(401);
    }

    [Fact]
    public async Task A_refusal_can_be_read_across_origins()
    {
        for (var i = 0; i < 5; i++) await _server.Anonymous.Post("/api/auth/register", "{}");
        using var request = _server.Anonymous.Request(HttpMethod.Post, "/api/auth/register");
        request.Headers.Add("Origin", "https://app.example.com");

        var refused = (await _server.Anonymous.Send(request)).Expect(429);

        refused.Header("Access-Control-Allow-Origin").ShouldBe("*");
        refused.Header("Access-Control-Expose-Headers").ShouldNotBeNull().ShouldContain("Retry-After");
    }

    [Fact]
    public async Task A_proxy_that_nobody_named_is_told_to_the_operator_once()
    {
        for (var i = 0; i < 20; i++)
        {
            using var request = _server.Anonymous.Request(HttpMethod.Post, "/api/auth/login");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            (await _server.Anonymous.Send(request)).Expect(i < 10 ? 422 : 429);
        }

        _server.Logs.Lines.Count(line => line.Contains("127.0.0.1 were limited as those of one client", StringComparison.Ordinal)).ShouldBe(1);
    }

    private Task<Answer> Post(string address, string path, string json = "{}") => _server.Anonymous.PostFrom(address, path, json);
}
