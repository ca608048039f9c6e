using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class LoginTests(ServerFixture fixture)
{
    private const string Path = "/api/auth/login";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_login_answers_with_two_tokens()
    {
        var user = await Server.NewUser();
        var answer = (await Login(user.Email, user.Password)).Expect(200);

        var (access, refresh) = (answer.Json.GetProperty("access_token"), answer.Json.GetProperty("refresh_token"));
        answer.Text.ShouldBe(
            $$"""
            {"access_token":{{access}},"refresh_token":{{refresh}},"token_type":"bearer","user_id":"{{user.Id}}","email":"{{user.Email}}","is_admin":false,"admin_created":false}
            """.Replace($":{access},", $":\"{access}\",").Replace($":{refresh},", $":\"{refresh}\","));
        (await Login(Server.Admin.Email, TestServer.Password)).Expect(200).Json.GetProperty("is_admin").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answer()
    {
        var user = await Server.NewUser();
        var wrong = (await Login(user.Email, "wrong password")).Expect(401);
        var unknown = (await Login($"{TestServer.NewName("nobody")}@example.com", user.Password)).Expect(401);

        wrong.Text.ShouldBe("""{"detail":"Invalid email or password"}""");
        unknown.Text.ShouldBe(wrong.Text);
        Names(unknown).ShouldBe(Names(wrong));
        wrong.Header("WWW-Authenticate").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Correct horse")]
    [InlineData("correct horse ")]
    [InlineData("correct hors")]
    public async Task A_password_must_be_exactly_right(string password) =>
        (await Login((await Server.NewUser()).Email, password)).Expect(401);

    [Theory]
    [InlineData("/api/auth/login")]
    [InlineData("/api/auth/register")]
    public async Task A_body_far_larger_than_any_credentials_is_refused_unread(string path)
    {
        const int MaxBytes = 64 * 1024;
        var credentials = TestServer.JsonText(("email", "a@example.com"), ("password", "short"));

        (await Server.Anonymous.Post(path, credentials.PadRight(MaxBytes + 1))).Expect(413).Text
            .ShouldBe("""{"detail":"Request body exceeds maximum size of 65536 bytes"}""");
        (await Server.Anonymous.Post(path, credentials.PadRight(MaxBytes))).Status.ShouldNotBe(413);
    }

    [Fact]
    public async Task What_is_no_address_is_refused_before_anything_is_looked_up()
    {
        var answer = (await Login("nobody", "geheimes Wort")).Expect(422);

        answer.Problems.ShouldBe(["value_error @ body.email"]);
        answer.Text.ShouldNotContain("geheim");
        (await Login("a@example.com", new string('x', 1025))).Expect(422).Problems.ShouldBe(["string_too_long @ body.password"]);
    }

    [Fact]
    public async Task Neither_passwords_nor_tokens_are_logged()
    {
        await using var server = await TestServer.Start();
        var user = await server.NewUser();
        (await user.Api.Get("/api/auth/me")).Expect(200);
        await server.Anonymous.Post(Path, """{"email": "a@example.com", "password": "geheimes Wort"}""");
        await server.Anonymous.Post(Path, """{"password": "geheimes Wort", "email": """);
        await server.Anonymous.Post("/api/auth/register", """{"email": "b@example.com", "password": "geheimes Wort"}""");
        await server.WithToken("geheimes.Zeichen.x").Get("/api/auth/me");
        (await user.Api.Post("/api/auth/logout")).Expect(200);

        var log = string.Join('\n', server.Logs.Lines);
        log.ShouldContain("/api/auth/login");
        foreach (var secret in (string[])[user.Password, "geheim", user.AccessToken, user.RefreshToken, user.AccessToken.Split('.')[2]])
        {
            log.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task The_database_holds_neither_passwords_nor_tokens()
    {
        await using var server = await TestServer.Start();
        var user = await server.NewUser();
        var files = Directory.GetFiles(server.Root, "tinybase.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).ToList();

        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var content = await reader.ReadToEndAsync();
            content.ShouldNotContain(user.Password);
            content.ShouldNotContain(user.AccessToken.Split('.')[2]);
            content.ShouldNotContain(user.RefreshToken.Split('.')[2]);
        }
    }

    private static IEnumerable<string> Names(Answer answer) => answer.Headers.Select(header => header.Key).Order();

    private Task<Answer> Login(string email, string password) =>
        Server.Anonymous.Post(Path, TestServer.JsonText(("email", email), ("password", password)));
}
