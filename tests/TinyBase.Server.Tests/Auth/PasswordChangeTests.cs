using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class PasswordChangeTests(ServerFixture fixture)
{
    private const string Path = "/api/auth/password";
    private const string NewPassword = "another long one";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_new_password_replaces_the_old_one_and_ends_all_other_sessions()
    {
        var user = await Server.NewUser();
        var elsewhere = await Server.Login(user.Email);
        var other = await Server.NewUser();

        (await user.Api.Post(Path, Body(user.Password, NewPassword))).Expect(200).Text.ShouldBe("""{"message":"Password changed"}""");

        (await user.Api.Get("/api/auth/me")).Expect(200);
        (await elsewhere.Api.Get("/api/auth/me")).Expect(401);
        (await other.Api.Get("/api/auth/me")).Expect(200);
        (await Login(user.Email, user.Password)).Expect(401);
        (await Login(user.Email, NewPassword)).Expect(200);
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing()
    {
        var user = await Server.NewUser();
        var elsewhere = await Server.Login(user.Email);

        (await user.Api.Post(Path, Body("wrong password", NewPassword))).Expect(400).Text
            .ShouldBe("""{"detail":"Current password is wrong"}""");

        (await elsewhere.Api.Get("/api/auth/me")).Expect(200);
        (await Login(user.Email, user.Password)).Expect(200);
    }

    [Theory]
    [InlineData("short", "string_too_short @ body.password")]
    [InlineData("Passw0rd123", "value_error @ body.password")]
    [InlineData("{email}", "value_error @ body.password")]
    public async Task A_new_password_has_to_fit_the_rules(string password, string problem)
    {
        var user = await Server.NewUser();
        var given = password.Replace("{email}", user.Email.ToUpperInvariant(), StringComparison.Ordinal);

        var answer = (await user.Api.Post(Path, Body(user.Password, given))).Expect(422);

        answer.Problems.ShouldBe([problem]);
        answer.Errors[0].GetProperty("input").GetString().ShouldBe("***");
    }

    [Theory]
    [InlineData("""{"current_password": "geheimes Wort"}""", "missing @ body.password")]
    [InlineData("""{"password": "geheimes Wort"}""", "missing @ body.current_password")]
    [InlineData("""{"current_password": ["geheimes Wort"], "password": 7}""", "string_type @ body.current_password", "string_type @ body.password")]
    public async Task All_that_is_wrong_is_told_at_once_and_no_password_repeated(string body, params string[] problems)
    {
        var user = await Server.NewUser();
        var answer = (await user.Api.Post(Path, body)).Expect(422);

        answer.Problems.ShouldBe(problems);
        answer.Text.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var user = await Server.NewUser();
            var second = await Server.Login(user.Email);
            string[] passwords = ["the first new one", "the second new one"];

            var answers = await Task.WhenAll(
                user.Api.Post(Path, Body(user.Password, passwords[0])), second.Api.Post(Path, Body(user.Password, passwords[1])));

            // The loser hears of it, or has been logged out already.
            answers.Count(answer => answer.Status == 200).ShouldBe(1);
            answers.Single(answer => answer.Status != 200).Status.ShouldBeOneOf(400, 401);
            var won = Array.FindIndex(answers, answer => answer.Status == 200);
            (await Login(user.Email, passwords[won])).Expect(200);
            (await Login(user.Email, passwords[1 - won])).Expect(401);
        }
    }

    [Fact]
    public async Task Guessing_the_current_password_is_slowed_like_guessing_at_a_login()
    {
        var user = await Server.NewUser();
        for (var i = 0; i < 5; i++) (await user.Api.Post(Path, Body("wrong password", NewPassword))).Expect(400);

        (await user.Api.Post(Path, Body(user.Password, NewPassword))).Expect(429).Detail.ShouldStartWith("Too many wrong passwords.");
        (await Login(user.Email, user.Password)).Expect(429);
    }

    [Fact]
    public async Task A_user_of_the_host_has_no_password_here()
    {
        await using var server = await TestServer.Start(ForeignHost.Setup);
        using var host = new HttpClient { BaseAddress = server.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/backend" + Path);
        request.Headers.Add(HeaderAuthentication.Header, Guid.NewGuid().ToString());
        request.Content = new StringContent(Body("a long one", NewPassword), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var answer = await host.SendAsync(request);

        (await Answer.Read(answer)).Expect(400).Detail.ShouldBe("Current password is wrong");
    }

    private static string Body(string current, string password) =>
        TestServer.JsonText(("current_password", current), ("password", password));

    private Task<Answer> Login(string email, string password) =>
        Server.Anonymous.Post("/api/auth/login", TestServer.JsonText(("email", email), ("password", password)));
}
