using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class RegistrationTests(ServerFixture fixture)
{
    private const string Path = "/api/auth/register";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_new_user_is_told_their_id_and_address()
    {
        var email = NewEmail();
        var answer = (await Register(email)).Expect(201);

        answer.Text.ShouldBe($$"""{"id":"{{answer.Id}}","email":"{{email}}","message":"User registered successfully"}""");
        Guid.Parse(answer.Id).Version.ShouldBe(7);
        var user = await Server.Login(email);
        var me = (await user.Api.Get("/api/auth/me")).Expect(200);
        var created = me.Json.GetProperty("created_at").GetString()!;
        me.Text.ShouldBe($$"""{"id":"{{answer.Id}}","email":"{{email}}","is_admin":false,"created_at":"{{created}}","email_verified":false}""");
        created.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
    }

    [Fact]
    public async Task Only_an_empty_system_needs_setup()
    {
        await using var server = await TestServer.Start(new ServerSetup { IsEmpty = true });

        (await server.Anonymous.Get("/api/auth/setup-status")).Expect(200).Text.ShouldBe("""{"needs_setup":true}""");
        var user = await server.NewUser();
        (await server.Anonymous.Get("/api/auth/setup-status")).Expect(200).Text.ShouldBe("""{"needs_setup":false}""");
        (await user.Api.Post("/api/collections", "{}")).Expect(403);
    }

    [Fact]
    public async Task A_login_on_an_empty_system_makes_nobody_an_admin()
    {
        await using var server = await TestServer.Start(new ServerSetup { IsEmpty = true });

        (await server.Anonymous.Post("/api/auth/login", Body("boss@example.com", "any password"))).Expect(401);
        (await server.Anonymous.Get("/api/auth/setup-status")).Text.ShouldBe("""{"needs_setup":true}""");
    }

    [Fact]
    public async Task Nobody_makes_themselves_an_admin()
    {
        var email = NewEmail();
        (await Server.Anonymous.Post(Path, $$"""
            {"email": "{{email}}", "password": "{{TestServer.Password}}", "is_admin": true, "isAdmin": true, "id": "{{Server.Admin.Id}}"}
            """)).Expect(201).Id.ShouldNotBe(Server.Admin.Id);
        (await Server.Anonymous.Post("/api/auth/login", $$"""
            {"email": "{{email}}", "password": "{{TestServer.Password}}", "is_admin": true}
            """)).Expect(200).Json.GetProperty("is_admin").GetBoolean().ShouldBeFalse();

        var user = await Server.Login(email);
        (await user.Api.Post("/api/collections", "{}")).Expect(403);
    }

    [Fact]
    public async Task An_address_is_one_account_in_whatever_case()
    {
        var name = TestServer.NewName("Mixed");
        var id = (await Register($"{name}@Example.COM")).Expect(201).Id;

        (await Register($"{name.ToUpperInvariant()}@EXAMPLE.com")).Expect(400).Text.ShouldBe("""{"detail":"Email already registered"}""");
        var user = await Server.Login($"{name.ToUpperInvariant()}@example.com");
        user.Id.ShouldBe(id);
        (await user.Api.Get("/api/auth/me")).Json.GetProperty("email").GetString().ShouldBe($"{name}@example.com");
    }

    [Fact]
    public async Task An_address_is_one_account_with_its_letters_or_in_ascii()
    {
        var name = TestServer.NewName("user");
        (await Register($"{name}@münchen.example")).Expect(201);

        (await Register($"{name}@XN--mnchen-3ya.example")).Expect(400).Detail.ShouldBe("Email already registered");
        await Server.Login($"{name}@xn--mnchen-3ya.example");
    }

    [Fact]
    public async Task Of_many_registrations_of_one_address_at_once_one_succeeds()
    {
        var email = NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Register(email)));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 400).ShouldBe(9);
    }

    [Theory]
    [InlineData("{0}@site.test", "{0}@site.test")]
    [InlineData("{0}@printer.local", "{0}@printer.local")]
    [InlineData("{0}@Site.INVALID", "{0}@site.invalid")]
    [InlineData("  {0}@example.com ", "{0}@example.com")]
    [InlineData("Some One <{0}@example.com>", "{0}@example.com")]
    [InlineData("{0}+tag@example.com", "{0}+tag@example.com")]
    [InlineData("é.{0}@münchen.example", "é.{0}@münchen.example")]
    public async Task Usual_addresses_are_taken_in_their_normal_form(string given, string kept)
    {
        var name = TestServer.NewName("Person");

        (await Register(given.Replace("{0}", name))).Expect(201)
            .Json.GetProperty("email").GetString().ShouldBe(kept.Replace("{0}", name));
    }

    [Theory]
    [InlineData("", "An email address must have an @-sign.")]
    [InlineData("plain", "An email address must have an @-sign.")]
    [InlineData("@example.com", "There must be something before the @-sign.")]
    [InlineData("a@", "There must be something after the @-sign.")]
    [InlineData("a@localhost", "The part after the @-sign is not valid. It should have a period.")]
    [InlineData("a@b..example", "An email address cannot have two periods in a row.")]
    [InlineData("a..b@example.com", "An email address cannot have two periods in a row.")]
    [InlineData(".a@example.com", "An email address cannot start with a period.")]
    [InlineData("a.@example.com", "An email address cannot have a period immediately before the @-sign.")]
    [InlineData("a@.example.com", "An email address cannot have a period immediately after the @-sign.")]
    [InlineData("a@example.com.", "An email address cannot end with a period.")]
    [InlineData("a b@example.com", null)]
    [InlineData("a@exa mple.com", null)]
    [InlineData("a@-example.com", null)]
    [InlineData("a@b@example.com", null)]
    [InlineData("a\n@example.com", null)]
    [InlineData("a\u0000@example.com", null)]
    [InlineData("a\ufffe@example.com", null)]
    [InlineData("a@exam\uffffple.com", null)]
    [InlineData("a@\u200d.com", null)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789@example.com", null)]
    public async Task What_is_no_address_is_refused_with_the_reason(string email, string? reason)
    {
        var answer = (await Register(email)).Expect(422);

        answer.Problems.ShouldBe(["value_error @ body.email"]);
        var error = answer.Errors.Single();
        var told = error.GetProperty("ctx").GetProperty("reason").GetString();
        if (reason is not null) told.ShouldBe(reason);
        told.ShouldNotBeNullOrEmpty();
        error.GetProperty("msg").GetString().ShouldBe($"value is not a valid email address: {told}");
        error.GetProperty("input").GetString().ShouldBe(email);
    }

    [Theory]
    [InlineData("seven77", "string_too_short", """{"min_length":8}""")]
    [InlineData("", "string_too_short", """{"min_length":8}""")]
    [InlineData("🎉🎉🎉🎉🎉🎉🎉", "string_too_short", """{"min_length":8}""")]
    [InlineData("1025", "string_too_long", """{"max_length":1024}""")]
    public async Task A_password_of_the_wrong_length_is_refused_and_not_repeated(string password, string type, string context)
    {
        var given = password == "1025" ? new string('x', 1025) : password;
        var answer = (await Register(NewEmail(), given)).Expect(422);

        answer.Problems.ShouldBe([$"{type} @ body.password"]);
        answer.Errors[0].GetProperty("input").GetString().ShouldBe("***");
        answer.Errors[0].GetProperty("ctx").GetRawText().ShouldBe(context);
        if (given.Length > 0) answer.Text.ShouldNotContain(given);
    }

    [Theory]
    [InlineData("🎉🎈🎉🎈🎉🎈🎉🎈")]
    [InlineData("    .    ")]
    [InlineData("nul\0byte")]
    [InlineData("1024")]
    public async Task A_password_may_be_any_text_of_the_right_length(string password)
    {
        var given = password == "1024" ? string.Concat(Enumerable.Repeat("ü?", 512)) : password;
        var email = NewEmail();
        (await Register(email, given)).Expect(201);

        (await Server.Login(email, given)).Email.ShouldBe(email);
        (await Server.Anonymous.Post("/api/auth/login", Body(email, given[..^1] + "x"))).Expect(401);
    }

    [Theory]
    [InlineData("P@ssw0rd1", "This password is among the most common ones, which are tried first.")]
    [InlineData("zzzzzzzzz", "A password must not be one character again and again.")]
    [InlineData("12345678", "A password must not be a plain sequence such as 12345678 or qwertyui.")]
    [InlineData("Some.Body", "A password must not be the e-mail address or the part of it before the @-sign.")]
    public async Task A_password_that_is_easily_guessed_is_refused_and_not_repeated(string password, string reason)
    {
        var answer = (await Register("some.body@example.com", password)).Expect(422);

        answer.Problems.ShouldBe(["value_error @ body.password"]);
        var error = answer.Errors.Single();
        error.GetProperty("msg").GetString().ShouldBe($"value is not an acceptable password: {reason}");
        error.GetProperty("ctx").GetProperty("reason").GetString().ShouldBe(reason);
        error.GetProperty("input").GetString().ShouldBe("***");
    }

    [Fact]
    public async Task Where_registration_is_closed_nobody_is_registered()
    {
        await using var server = await TestServer.Start(
            new ServerSetup { IsEmpty = true, Options = options => options.Auth.AllowRegistration = false });

        (await server.Anonymous.Post(Path, Body("a@example.com", TestServer.Password))).Expect(403)
            .Text.ShouldBe("""{"detail":"Public registration is disabled"}""");
        (await server.Anonymous.Post(Path, "{}")).Expect(422);
        (await server.Anonymous.Get("/api/auth/setup-status")).Text.ShouldBe("""{"needs_setup":true}""");
    }

    [Theory]
    [InlineData("""{"password": "geheimes Wort"}""", "missing @ body.email")]
    [InlineData("""{"password": "geheimes Wort", "other": "\ud800"}""", "missing @ body.email")]
    [InlineData("""{"password": "geheimes Wort\udc00"}""", "missing @ body.email", "string_unicode @ body.password")]
    [InlineData("""{"p\u0061ssword": "geheimes Wort"}""", "missing @ body.email")]
    [InlineData("""{"email": "a@example.com"}""", "missing @ body.password")]
    [InlineData("""{"email": "a@example.com", "password": ["geheimes Wort"]}""", "string_type @ body.password")]
    [InlineData("""{"email": "a@example.com", "password": null}""", "string_type @ body.password")]
    [InlineData("""{"email": null, "password": "geheim"}""", "string_type @ body.email", "string_too_short @ body.password")]
    [InlineData("""{"email": "\ud800@example.com", "password": "geheimes Wort"}""", "string_unicode @ body.email")]
    [InlineData("{}", "missing @ body.email", "missing @ body.password")]
    public async Task All_that_is_wrong_is_told_at_once_and_no_password_repeated(string body, params string[] problems)
    {
        var answer = (await Server.Anonymous.Post(Path, body)).Expect(422);

        answer.Problems.ShouldBe(problems);
        answer.Text.ShouldNotContain("geheim");
    }

    private static string NewEmail() => $"{TestServer.NewName("reg")}@example.com";

    private static string Body(string email, string password) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["email"] = email, ["password"] = password });

    private Task<Answer> Register(string email, string password = TestServer.Password) => Server.Anonymous.Post(Path, Body(email, password));
}
