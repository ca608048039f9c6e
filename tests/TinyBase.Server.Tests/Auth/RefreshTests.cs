using System.Text.Json;
using System.Text.Json.Nodes;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class RefreshTests(ServerFixture fixture) : IDisposable
{
    private const string Path = "/api/auth/refresh";

    private readonly TestFolder _folder = new();

    private TestServer Server => fixture.Server;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_refresh_answers_as_a_login_does_with_a_new_pair()
    {
        var user = await Server.NewUser();

        var answer = (await Refresh(Server, user.RefreshToken)).Expect(200).Json;

        answer.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["access_token", "refresh_token", "token_type", "user_id", "email", "is_admin", "admin_created"]);
        answer.GetProperty("token_type").GetString().ShouldBe("bearer");
        answer.GetProperty("user_id").GetString().ShouldBe(user.Id);
        answer.GetProperty("email").GetString().ShouldBe(user.Email);
        answer.GetProperty("is_admin").GetBoolean().ShouldBeFalse();
        answer.GetProperty("admin_created").GetBoolean().ShouldBeFalse();
        var (access, refresh) = Pair(answer);
        access.ShouldNotBe(user.AccessToken);
        refresh.ShouldNotBe(user.RefreshToken);
        (await Me(Server, access)).ShouldBe(200);
        (await Refresh(Server, refresh)).Expect(200);
    }

    [Fact]
    public async Task The_access_token_from_before_stays_valid()
    {
        var user = await Server.NewUser();
        await Renewed(Server, user.RefreshToken);

        (await Me(Server, user.AccessToken)).ShouldBe(200);
    }

    [Fact]
    public async Task The_rights_of_a_new_pair_are_those_of_the_user_now()
    {
        var user = await Server.NewUser();
        Server.Sql("UPDATE _user SET is_admin = 1 WHERE id = $id", ("$id", user.Id));

        var answer = (await Refresh(Server, user.RefreshToken)).Expect(200).Json;

        answer.GetProperty("is_admin").GetBoolean().ShouldBeTrue();
        Jwt.Claims(Pair(answer).Access).GetProperty("is_admin").GetBoolean().ShouldBeTrue();
        (await Server.WithToken(Pair(answer).Access).Post("/api/collections", "{}")).Expect(422);
    }

    [Fact]
    public async Task Whatever_is_no_token_of_ours_gets_the_same_401()
    {
        var user = await Server.NewUser();
        var loggedOut = await Server.NewUser();
        (await loggedOut.Api.Post("/api/auth/logout")).Expect(200);
        var key = Convert.FromBase64String(await File.ReadAllTextAsync(Server.DatabasePath + ".key"));
        string Signed(Action<JsonObject> change) => Jwt.Sign(Jwt.Hs256, Jwt.Change(user.RefreshToken, change), key);
        var cases = new Dictionary<string, string?>
        {
            ["nothing"] = null,
            ["no token"] = "x.y.z",
            ["another key"] = Jwt.Sign(Jwt.Hs256, Jwt.Change(user.RefreshToken, _ => { }), new byte[32]),
            ["out of date"] = Signed(claims => claims["exp"] = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeSeconds()),
            ["no session"] = Signed(claims => claims.Remove("sid")),
            ["a session that is none"] = Signed(claims => claims["sid"] = Guid.NewGuid().ToString()),
            ["somebody else's session"] = Signed(claims => claims["sid"] = Jwt.Claims(loggedOut.RefreshToken).GetProperty("sid").GetString()),
            ["another user"] = Signed(claims => claims["sub"] = Server.Admin.Id),
            ["scope application"] = Signed(claims => claims["scope"] = "application"),
            ["a refresh token after the logout"] = loggedOut.RefreshToken,
            ["an access token after the logout"] = loggedOut.AccessToken,
        };

        foreach (var (name, token) in cases)
        {
            var answer = await (token is null ? Server.Anonymous : Server.WithToken(token)).Post(Path);
            answer.Status.ShouldBe(401, name);
            answer.Text.ShouldBe("""{"detail":"Invalid or expired token"}""", name);
            answer.Header("WWW-Authenticate").ShouldBe("Bearer", name);
        }

        (await Refresh(Server, user.RefreshToken)).Expect(200);
    }

    [Fact]
    public async Task An_access_token_that_counts_is_no_refresh_token()
    {
        (await Refresh(Server, (await Server.NewUser()).AccessToken)).Expect(400).Detail.ShouldBe("Not a refresh token");
        (await Refresh(Server, (await Server.NewApplicationToken()).Value)).Expect(401).Detail.ShouldBe("Invalid or expired token");
    }

    [Fact]
    public async Task A_refresh_token_used_again_within_30_seconds_gets_another_pair()
    {
        var clock = new TestClock();
        await using var server = await StartWith(clock);
        var user = await server.NewUser();
        var first = await Renewed(server, user.RefreshToken);
        clock.Advance(TimeSpan.FromSeconds(20));

        var second = await Renewed(server, user.RefreshToken);

        foreach (var pair in (TokenStrings[])[first, second])
        {
            (await Me(server, pair.Access)).ShouldBe(200);
            (await Refresh(server, pair.Refresh)).Expect(200);
        }
    }

    [Fact]
    public async Task A_refresh_token_used_again_later_ends_its_session_for_everybody()
    {
        var clock = new TestClock();
        await using var server = await StartWith(clock);
        var user = await server.NewUser();
        var other = await server.Login(user.Email);
        var renewed = await Renewed(server, user.RefreshToken);
        (await Me(server, renewed.Access)).ShouldBe(200);
        // The first use counts, not the last.
        clock.Advance(TimeSpan.FromSeconds(20));
        var again = await Renewed(server, user.RefreshToken);
        clock.Advance(TimeSpan.FromSeconds(11));

        (await Refresh(server, user.RefreshToken)).Expect(401);

        foreach (var access in (string[])[user.AccessToken, renewed.Access, again.Access]) (await Me(server, access)).ShouldBe(401);
        foreach (var refresh in (string[])[user.RefreshToken, renewed.Refresh, again.Refresh]) (await Refresh(server, refresh)).Expect(401);
        (await Me(server, other.AccessToken)).ShouldBe(200);
        (await Refresh(server, other.RefreshToken)).Expect(200);
        var warning = server.Logs.Lines.Single(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("SessionRefresh"));
        warning.ShouldContain(user.Id);
        server.Logs.Lines.ShouldNotContain(line => line.Contains(user.RefreshToken.Split('.')[2]));
    }

    [Fact]
    public async Task A_refresh_token_used_long_ago_is_still_recognized_after_many_refreshes()
    {
        var clock = new TestClock();
        await using var server = await StartWith(clock);
        var user = await server.NewUser();
        var latest = new TokenStrings(user.AccessToken, user.RefreshToken);
        for (var i = 0; i < 60; i++)
        {
            latest = await Renewed(server, latest.Refresh);
            clock.Advance(TimeSpan.FromSeconds(31));
        }

        (await Me(server, latest.Access)).ShouldBe(200);
        (await Refresh(server, user.RefreshToken)).Expect(401);

        (await Me(server, latest.Access)).ShouldBe(401);
        (await Refresh(server, latest.Refresh)).Expect(401);
    }

    [Fact]
    public async Task A_session_keeps_a_bounded_number_of_tokens()
    {
        var user = await Server.NewUser();
        var latest = new TokenStrings(user.AccessToken, user.RefreshToken);
        for (var i = 0; i < 60; i++) latest = await Renewed(Server, latest.Refresh);

        (await Me(Server, user.AccessToken)).ShouldBe(401);
        (await Me(Server, latest.Access)).ShouldBe(200);
        (await Server.WithToken(latest.Access).Post("/api/auth/logout?scope=this")).Expect(200).Text
            .ShouldBe("""{"message":"Successfully logged out (100 tokens revoked)"}""");
    }

    [Fact]
    public async Task Many_at_once_with_one_token_all_get_pairs_that_work()
    {
        var user = await Server.NewUser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Refresh(Server, user.RefreshToken)));

        var pairs = answers.Select(answer => Pair(answer.Expect(200).Json)).ToList();
        pairs.Select(pair => pair.Refresh).Distinct().Count().ShouldBe(8);
        foreach (var pair in pairs) (await Refresh(Server, pair.Refresh)).Expect(200);
    }

    [Fact]
    public async Task A_copied_token_and_the_next_one_at_once_leave_no_session()
    {
        var clock = new TestClock();
        await using var server = await StartWith(clock);
        for (var round = 0; round < 10; round++)
        {
            var user = await server.NewUser();
            var next = await Renewed(server, user.RefreshToken);
            clock.Advance(TimeSpan.FromSeconds(31));

            var answers = await Task.WhenAll(Refresh(server, user.RefreshToken), Refresh(server, next.Refresh));

            answers[0].Expect(401);
            var pairs = new List<TokenStrings> { next };
            if (answers[1].Status == 200) pairs.Add(Pair(answers[1].Json));
            foreach (var pair in pairs)
            {
                (await Me(server, pair.Access)).ShouldBe(401);
                (await Refresh(server, pair.Refresh)).Expect(401);
            }
        }
    }

    [Fact]
    public async Task A_session_lives_as_long_as_it_is_refreshed_in_time()
    {
        var clock = new TestClock();
        await using var server = await StartWith(clock);
        var user = await server.NewUser();
        clock.Advance(TimeSpan.FromDays(29));
        var renewed = await Renewed(server, user.RefreshToken);
        clock.Advance(TimeSpan.FromDays(29));
        var again = await Renewed(server, renewed.Refresh);
        clock.Advance(TimeSpan.FromDays(30));

        (await Refresh(server, again.Refresh)).Expect(401);
    }

    [Fact]
    public async Task A_session_survives_a_restart_and_so_does_its_end()
    {
        var setup = new ServerSetup { Root = _folder.Path };
        TestUser kept, ended;
        await using (var first = await TestServer.Start(setup))
        {
            (kept, ended) = (await first.NewUser(), await first.NewUser());
            (await ended.Api.Post("/api/auth/logout")).Expect(200);
        }

        await using var second = await TestServer.Start(setup);

        (await Refresh(second, kept.RefreshToken)).Expect(200);
        (await Refresh(second, ended.RefreshToken)).Expect(401);
        (await Me(second, ended.AccessToken)).ShouldBe(401);
    }

    [Fact]
    public async Task A_new_password_ends_the_sessions()
    {
        var setup = new ServerSetup { Root = _folder.Path };
        TestUser user;
        await using (var first = await TestServer.Start(setup)) user = await first.NewUser();
        (await CliProcess.Initialize(_folder.Path)).ExitCode.ShouldBe(0);
        (await CliProcess.Run(_folder.Path, "admin", "add", user.Email, "another password")).ExitCode.ShouldBe(0);

        await using var second = await TestServer.Start(setup);

        (await Refresh(second, user.RefreshToken)).Expect(401);
        (await Me(second, user.AccessToken)).ShouldBe(401);
        (await second.Login(user.Email, "another password")).Id.ShouldBe(user.Id);
    }

    [Fact]
    public async Task A_user_who_is_gone_has_no_session()
    {
        var user = await Server.NewUser();
        Server.Sql("DELETE FROM _user WHERE id = $id", ("$id", user.Id));

        (await Refresh(Server, user.RefreshToken)).Expect(401);
        (await Me(Server, user.AccessToken)).ShouldBe(401);
    }

    private static Task<TestServer> StartWith(TestClock clock) => TestServer.Start(
        new ServerSetup { Services = builder => builder.Services.AddSingleton<TimeProvider>(clock) });

    private static Task<Answer> Refresh(TestServer server, string token) => server.WithToken(token).Post(Path);

    private static async Task<TokenStrings> Renewed(TestServer server, string token) =>
        Pair((await Refresh(server, token)).Expect(200).Json);

    private static async Task<int> Me(TestServer server, string token) => (await server.WithToken(token).Get("/api/auth/me")).Status;

    private static TokenStrings Pair(JsonElement answer) =>
        new(answer.GetProperty("access_token").GetString()!, answer.GetProperty("refresh_token").GetString()!);

    private sealed record TokenStrings(string Access, string Refresh);
}
