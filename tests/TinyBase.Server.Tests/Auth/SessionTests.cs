using System.Net;
using System.Text.Json;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class SessionTests(ServerFixture fixture)
{
    private const string Path = "/api/auth/sessions";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_user_sees_their_own_sessions_and_which_one_this_is()
    {
        var first = await Server.NewUser();
        var second = await Server.Login(first.Email);

        var sessions = await Sessions(first.Api);

        sessions.Select(session => session.GetProperty("current").GetBoolean()).ShouldBe([false, true]);
        sessions[1].EnumerateObject().Select(member => member.Name)
            .ShouldBe(["id", "created_at", "last_used_at", "expires_at", "user_agent", "address", "current"]);
        sessions[1].GetProperty("address").GetString().ShouldBe("127.0.0.1");
        sessions[1].GetProperty("user_agent").ValueKind.ShouldBe(JsonValueKind.Null);
        sessions[1].GetProperty("last_used_at").GetString().ShouldBe(sessions[1].GetProperty("created_at").GetString());
        var life = sessions[1].GetProperty("expires_at").GetDateTimeOffset() - sessions[1].GetProperty("created_at").GetDateTimeOffset();
        life.ShouldBeInRange(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(2), TimeSpan.FromDays(30) + TimeSpan.FromSeconds(2));
        (await Sessions(second.Api)).Select(session => session.GetProperty("current").GetBoolean()).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_refresh_makes_a_session_the_one_used_last()
    {
        var clock = new TestClock();
        await using var server = await StartWith(clock);
        var first = await server.NewUser();
        var second = await server.Login(first.Email);
        clock.Advance(TimeSpan.FromMinutes(5));
        using var refresh = server.WithToken(first.RefreshToken).Request(HttpMethod.Post, "/api/auth/refresh");
        refresh.Headers.TryAddWithoutValidation("User-Agent", "Another/1.0").ShouldBeTrue();
        (await server.Anonymous.Send(refresh)).Expect(200);

        var sessions = await Sessions(second.Api);

        sessions.Select(session => session.GetProperty("current").GetBoolean()).ShouldBe([false, true]);
        (sessions[0].GetProperty("last_used_at").GetDateTimeOffset() - sessions[0].GetProperty("created_at").GetDateTimeOffset())
            .ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
        (sessions[0].GetProperty("expires_at").GetDateTimeOffset() - sessions[1].GetProperty("expires_at").GetDateTimeOffset())
            .ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(4));
        sessions[0].GetProperty("user_agent").GetString().ShouldBe("Another/1.0");
    }

    [Fact]
    public async Task A_session_that_has_expired_is_not_listed()
    {
        var clock = new TestClock();
        await using var server = await StartWith(clock);
        var user = await server.NewUser();
        clock.Advance(TimeSpan.FromDays(31));

        (await Sessions((await server.Login(user.Email)).Api)).ShouldHaveSingleItem().GetProperty("current").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (X11; Linux x86_64)")]
    [InlineData("a\u001B[31mb\u007Fc\u0085d\u202Ee\u2028f", "a[31mbcdef")]
    [InlineData("\u0001", null)]
    public async Task A_user_agent_is_kept_without_what_could_steer_a_terminal(string given, string? kept)
    {
        // Set inside the server, since no HTTP client sends control characters.
        await using var server = await TestServer.Start(new ServerSetup
        {
            Map = app =>
            {
                app.Use(next => context =>
                {
                    context.Request.Headers.UserAgent = given;
                    return next(context);
                });
                app.MapTinyBase();
            },
        });

        (await Sessions((await server.NewUser()).Api)).ShouldHaveSingleItem().GetProperty("user_agent").GetString().ShouldBe(kept);
    }

    [Fact]
    public async Task A_long_user_agent_is_cut_at_200_characters_and_never_inside_one()
    {
        var user = await Server.NewUser();
        using var login = Server.Anonymous.Request(HttpMethod.Post, "/api/auth/login");
        login.Content = new StringContent(TestServer.JsonText(("email", user.Email), ("password", user.Password)), null, "application/json");
        login.Headers.TryAddWithoutValidation("User-Agent", new string('x', 500)).ShouldBeTrue();
        (await Server.Anonymous.Send(login)).Expect(200);

        (await Sessions(user.Api))[0].GetProperty("user_agent").GetString().ShouldBe(new string('x', 200));
    }

    [Theory]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData(null, null)]
    public async Task An_address_is_shown_in_its_usual_form(string? given, string? shown)
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Map = app =>
            {
                app.Use(next => context =>
                {
                    context.Connection.RemoteIpAddress = given is null ? null : IPAddress.Parse(given);
                    return next(context);
                });
                app.MapTinyBase();
            },
        });

        (await Sessions((await server.NewUser()).Api)).ShouldHaveSingleItem().GetProperty("address").GetString().ShouldBe(shown);
    }

    [Fact]
    public async Task A_session_that_is_ended_is_over_at_once_and_the_others_go_on()
    {
        var first = await Server.NewUser();
        var second = await Server.Login(first.Email);
        (await second.Api.Get("/api/auth/me")).Expect(200);
        var id = Id(await Sessions(second.Api), current: true);

        (await first.Api.Delete($"{Path}/{id}")).Expect(204).Text.ShouldBeEmpty();

        (await second.Api.Get("/api/auth/me")).Expect(401);
        (await Server.WithToken(second.RefreshToken).Post("/api/auth/refresh")).Expect(401);
        (await first.Api.Get("/api/auth/me")).Expect(200);
        (await Sessions(first.Api)).Count.ShouldBe(1);
        (await first.Api.Delete($"{Path}/{id}")).Expect(404).Detail.ShouldBe($"Session '{id}' not found");
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_there()
    {
        var user = await Server.NewUser();
        var id = Id(await Sessions(user.Api), current: true);

        (await (await Server.NewUser()).Api.Delete($"{Path}/{id}")).Expect(404).Detail.ShouldBe($"Session '{id}' not found");
        (await Server.Admin.Api.Delete($"{Path}/{id}")).Expect(404);

        (await user.Api.Get("/api/auth/me")).Expect(200);
        (await user.Api.Delete($"{Path}/no-id")).Expect(422).Problems.ShouldBe(["uuid_parsing @ path.id"]);
    }

    [Fact]
    public async Task A_logout_of_this_session_leaves_the_others()
    {
        var first = await Server.NewUser();
        var second = await Server.Login(first.Email);

        (await second.Api.Post("/api/auth/logout?scope=this")).Expect(200).Text
            .ShouldBe("""{"message":"Successfully logged out (2 tokens revoked)"}""");

        (await second.Api.Get("/api/auth/me")).Expect(401);
        (await Server.WithToken(second.RefreshToken).Post("/api/auth/refresh")).Expect(401);
        (await first.Api.Get("/api/auth/me")).Expect(200);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("This")]
    [InlineData("")]
    public async Task A_logout_of_anything_else_is_refused(string scope)
    {
        var user = await Server.NewUser();

        (await user.Api.Post($"/api/auth/logout?scope={scope}")).Expect(422).Text.ShouldBe(
            $$$"""{"detail":[{"type":"enum","loc":["query","scope"],"msg":"Input should be 'this'","input":"{{{scope}}}","ctx":{"expected":"'this'"}}]}""");
        (await user.Api.Get("/api/auth/me")).Expect(200);
    }

    [Fact]
    public async Task Of_more_than_100_sessions_the_one_not_used_for_longest_ends()
    {
        var first = await Server.NewUser();
        var second = await Server.Login(first.Email);
        (await second.Api.Get("/api/auth/me")).Expect(200);
        (await Server.WithToken(first.RefreshToken).Post("/api/auth/refresh")).Expect(200);
        for (var i = 0; i < 98; i++) await Server.Login(first.Email);
        (await second.Api.Get("/api/auth/me")).Expect(200);

        var latest = await Server.Login(first.Email);

        (await Sessions(latest.Api)).Count.ShouldBe(100);
        (await second.Api.Get("/api/auth/me")).Expect(401);
        (await first.Api.Get("/api/auth/me")).Expect(200);
    }

    [Fact]
    public async Task A_user_of_the_host_has_no_sessions_here()
    {
        await using var server = await TestServer.Start(ForeignHost.Setup);
        var user = await server.NewUser();
        // The host may know the same user by the same id.
        Answer answer = await AsHostUser(server, HttpMethod.Get, "/api/auth/sessions", user.Id);
        answer.Expect(200).Text.ShouldBe("""{"sessions":[]}""");
        var id = Id(await Sessions(user.Api), current: true);

        (await AsHostUser(server, HttpMethod.Delete, $"{Path}/{id}", user.Id)).Expect(404);
        (await AsHostUser(server, HttpMethod.Post, "/api/auth/logout?scope=this", user.Id)).Expect(200).Text
            .ShouldBe("""{"message":"Successfully logged out (0 tokens revoked)"}""");
        (await user.Api.Get("/api/auth/me")).Expect(200);
    }

    private static Task<TestServer> StartWith(TestClock clock) => TestServer.Start(
        new ServerSetup { Services = builder => builder.Services.AddSingleton<TimeProvider>(clock) });

    private static async Task<IReadOnlyList<JsonElement>> Sessions(ApiClient api) =>
        [.. (await api.Get(Path)).Expect(200).Json.GetProperty("sessions").EnumerateArray()];

    private static string Id(IReadOnlyList<JsonElement> sessions, bool current) =>
        sessions.Single(session => session.GetProperty("current").GetBoolean() == current).GetProperty("id").GetString()!;

    private static async Task<Answer> AsHostUser(TestServer server, HttpMethod method, string path, string id)
    {
        using var request = server.Anonymous.Request(method, path);
        request.Headers.Add(HeaderAuthentication.Header, id);
        return await server.Anonymous.Send(request);
    }
}
