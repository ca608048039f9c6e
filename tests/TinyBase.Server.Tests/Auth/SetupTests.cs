using System.Runtime.Versioning;

using Shouldly;

using TinyBase.Client;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class SetupTests : IAsyncLifetime
{
    private const string Email = "Boss@Example.com";

    private readonly string _root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
    private TestServer _server = null!;

    private string LinkFile => Path.Combine(_root, "tinybase.db.setup");

    public async ValueTask InitializeAsync() => _server = await Start();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task The_link_makes_an_admin_who_is_logged_in()
    {
        var answer = (await SetUp(Secret(), Email)).Expect(201);

        answer.Json.GetProperty("admin_created").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("is_admin").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("email").GetString().ShouldBe("Boss@example.com");
        answer.Json.GetProperty("token_type").GetString().ShouldBe("bearer");
        var me = (await _server.WithToken(answer.Json.GetProperty("access_token").GetString()!).Get("/api/auth/me")).Expect(200);
        me.Id.ShouldBe(answer.Json.GetProperty("user_id").GetString());
        (await _server.Login("boss@example.com")).Id.ShouldBe(me.Id);
    }

    [Fact]
    public async Task The_link_counts_once()
    {
        var secret = Secret();
        (await SetUp(secret, Email)).Expect(201);

        (await SetUp(secret, "another@example.com")).Expect(403).Detail.ShouldBe("Setup is already done");
        File.Exists(LinkFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_at_once_one_makes_the_admin()
    {
        var secret = Secret();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SetUp(secret, $"admin{i}@example.com")));

        answers.Select(answer => answer.Status).Order().ShouldBe([201, 403, 403, 403, 403, 403, 403, 403]);
        answers.Where(answer => answer.Status == 403).ShouldAllBe(answer => answer.Detail == "Setup is already done");
        var made = answers.Single(answer => answer.Status == 201).Json.GetProperty("email").GetString()!;
        foreach (var email in Enumerable.Range(0, 8).Select(i => $"admin{i}@example.com").Where(email => email != made))
        {
            (await _server.Anonymous.Post("/api/auth/login", Body(email))).Expect(401);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Another_secret_makes_no_admin_and_ends_nothing(string secret)
    {
        (await SetUp(secret, Email)).Expect(403).Detail.ShouldBe("Invalid setup token");

        (await SetUp(Secret(), Email)).Expect(201);
    }

    [Fact]
    public async Task A_stranger_who_registers_first_takes_nothing_away()
    {
        (await _server.Anonymous.Post("/api/auth/register", Body("stranger@example.com"))).Expect(201);

        (await SetUp(Secret(), Email)).Expect(201);
    }

    [Fact]
    public async Task An_address_that_a_stranger_registered_goes_to_the_operator_with_the_operators_password()
    {
        (await _server.Anonymous.Post("/api/auth/register", Body(Email, "a strangers password"))).Expect(201);
        var stranger = await _server.Login(Email, "a strangers password");

        (await SetUp(Secret(), Email)).Expect(201);

        (await stranger.Api.Get("/api/auth/me")).Expect(401);
        (await _server.Anonymous.Post("/api/auth/login", Body(Email, "a strangers password"))).Expect(401);
        await _server.Login(Email);
    }

    [Fact]
    public async Task Fields_that_cannot_be_used_are_told_at_once_without_a_secret()
    {
        var secret = Secret();

        var answer = (await _server.Anonymous.Post(
            "/api/auth/setup", TestServer.JsonText(("token", secret), ("email", "me"), ("password", "short")))).Expect(422);
        answer.Problems.ShouldBe(["value_error @ body.email", "string_too_short @ body.password"]);
        var missing = (await _server.Anonymous.Post("/api/auth/setup", TestServer.JsonText(("token", secret)))).Expect(422);

        missing.Problems.ShouldBe(["missing @ body.email", "missing @ body.password"]);
        missing.Text.ShouldNotContain(secret);
        (await SetUp(secret, Email)).Expect(201);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_link_is_in_a_file_of_the_owner_and_only_its_path_in_the_log()
    {
        var link = (await File.ReadAllTextAsync(LinkFile)).TrimEnd();

        link.ShouldMatch($"^{_server.BaseAddress}admin#setup=[A-Za-z0-9_-]{{43}}$");
        _server.Logs.Lines.ShouldContain(line => line.Contains(LinkFile));
        _server.Logs.Lines.ShouldAllBe(line => !line.Contains(Secret()));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(LinkFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Each_start_makes_another_link_until_there_is_an_admin()
    {
        var first = Secret();
        await _server.DisposeAsync();
        File.Exists(LinkFile).ShouldBeFalse();
        _server = await Start();
        var second = Secret();

        second.ShouldNotBe(first);
        (await SetUp(first, Email)).Expect(403).Detail.ShouldBe("Invalid setup token");
        (await SetUp(second, Email)).Expect(201);

        await _server.DisposeAsync();
        // As a process leaves it that was killed before there was an admin.
        await File.WriteAllTextAsync(LinkFile, "stale");
        _server = await Start();
        File.Exists(LinkFile).ShouldBeFalse();
    }

    [Fact]
    public async Task The_typed_client_sets_a_server_up()
    {
        using var client = new TinyBaseClient(_server.BaseAddress);

        var login = await client.Auth.SetUpAsync(Secret(), Email, TestServer.Password);

        login.IsAdmin.ShouldBeTrue();
        (await client.Auth.GetMeAsync()).Id.ShouldBe(login.UserId);
    }

    private static string Body(string email, string password = TestServer.Password) =>
        TestServer.JsonText(("email", email), ("password", password));

    private Task<TestServer> Start() => TestServer.Start(new ServerSetup { Root = _root, IsEmpty = true });

    private string Secret() => File.ReadAllText(LinkFile).TrimEnd().Split("#setup=")[1];

    private Task<Answer> SetUp(string secret, string email) => _server.Anonymous.Post(
        "/api/auth/setup", TestServer.JsonText(("token", secret), ("email", email), ("password", TestServer.Password)));
}
