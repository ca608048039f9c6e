using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class GeneralLimitTests
{
    private const string Path = "/api/auth/instance-info";

    [Fact]
    public async Task Anonymous_requests_of_an_address_are_limited_and_told_how_they_stand()
    {
        var clock = new TestClock();
        await using var server = await Start(limits => limits.AnonymousPerMinute = 30, clock);
        clock.Advance(TimeSpan.FromMinutes(1));
        var first = (await server.Anonymous.Get(Path)).Expect(200);
        for (var i = 0; i < 29; i++) (await server.Anonymous.Get(Path)).Expect(200);

        var refused = (await server.Anonymous.Get("/api/collections")).Expect(429);

        (first.Header("RateLimit-Limit"), first.Header("RateLimit-Remaining")).ShouldBe(("30", "29"));
        refused.Json.GetProperty("error").GetString().ShouldBe("Rate limit exceeded: 30 per 1 minute");
        refused.Header("RateLimit-Remaining").ShouldBe("0");
        int.Parse(refused.Header("Retry-After")!, null).ShouldBeInRange(1, 60);
        (await server.Anonymous.Get("/health")).Expect(200);
        var user = (await server.Admin.Api.Get("/api/collections")).Expect(200);
        user.Header("RateLimit-Limit").ShouldBeNull();
        clock.Advance(TimeSpan.FromMinutes(1));
        (await server.Anonymous.Get(Path)).Expect(200);
    }

    [Fact]
    public async Task A_limit_for_users_counts_each_user_and_program_by_itself()
    {
        await using var server = await Start(limits => limits.UserPerMinute = 5, new TestClock());
        var program = server.WithToken((await server.NewApplicationToken()).Value);
        for (var i = 0; i < 5; i++) (await program.Get("/api/collections")).Expect(200);

        (await program.Get("/api/collections")).Expect(429);

        (await server.Admin.Api.Get("/api/collections")).Expect(200).Header("RateLimit-Limit").ShouldBe("5");
    }

    [Fact]
    public async Task A_limit_that_is_changed_counts_at_once()
    {
        await using var server = await Start(_ => { }, new TestClock());
        (await server.Anonymous.Get(Path)).Expect(200).Header("RateLimit-Limit").ShouldBe("3000");

        (await server.Admin.Api.Patch("/api/admin/settings", """{"rate_limit_anonymous_per_minute": 1, "rate_limit_login_per_minute": 1000}""")).Expect(200);

        (await server.Anonymous.Get(Path)).Expect(429);
        (await server.Admin.Api.Patch("/api/admin/settings", """{"rate_limit_anonymous_per_minute": 0}""")).Expect(200);
        (await server.Anonymous.Get(Path)).Expect(200).Header("RateLimit-Limit").ShouldBeNull();
        var login = await server.Anonymous.Post("/api/auth/login", TestServer.JsonText(("email", server.Admin.Email), ("password", TestServer.Password)));
        login.Expect(200).Header("RateLimit-Limit").ShouldBe("1000");
    }

    private static Task<TestServer> Start(Action<Configuration.RateLimitOptions> limits, TestClock clock) => TestServer.Start(new ServerSetup
    {
        Services = builder => builder.Services.AddSingleton<TimeProvider>(clock),
        Options = options =>
        {
            options.RateLimit.Enabled = true;
            limits(options.RateLimit);
        },
    });
}
