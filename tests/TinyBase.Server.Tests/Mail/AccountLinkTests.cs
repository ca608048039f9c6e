using System.Text;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Mail;

/// <summary>Links that are sent by e-mail, over a real connection to a mail server of the test's own.</summary>
public sealed class AccountLinkTests : IAsyncLifetime
{
    private const string Request = "/api/auth/password-reset/request";
    private const string Confirm = "/api/auth/password-reset/confirm";

    private readonly TestClock _clock = new();
    private readonly SmtpServer _smtp = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.Start(new ServerSetup
    {
        Services = builder => builder.Services.AddSingleton<TimeProvider>(_clock),
        Options = options => options.SendTo(_smtp.Port),
    });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task A_link_sets_a_new_password_once_and_ends_all_sessions()
    {
        var user = await _server.NewUser();
        var answer = (await Post(Request, ("email", user.Email.ToUpperInvariant()))).Expect(200);
        var message = await _smtp.Message();
        var token = message.Token();

        answer.Json.GetProperty("message").GetString().ShouldBe("If the email exists, a password reset link has been sent");
        message.To.ToString().ShouldBe(user.Email);
        message.TextBody!.ShouldContain($"{MailServers.PublicUrl}/auth/password-reset#{token}\n");
        message.HtmlBody!.ShouldContain($"{MailServers.PublicUrl}/auth/password-reset#{token}\"");
        (await Post(Confirm, ("token", token), ("password", "short"))).Expect(422);
        (await Post(Confirm, ("token", token), ("password", "another long one"))).Expect(200);

        (await user.Api.Get("/api/auth/me")).Expect(401);
        (await Post(Confirm, ("token", token), ("password", "a third long one"))).Expect(400).Detail.ShouldBe("Invalid or expired reset token");
        var profile = (await (await _server.Login(user.Email, "another long one")).Api.Get("/api/auth/me")).Json;
        profile.GetProperty("email_verified").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_host_of_a_request_is_in_no_link()
    {
        var user = await _server.NewUser();
        using var request = _server.Anonymous.Request(HttpMethod.Post, Request);
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Content = new StringContent(TestServer.JsonText(("email", user.Email)), Encoding.UTF8, "application/json");

        (await _server.Anonymous.Send(request)).Expect(200);

        (await _smtp.Message()).ToString().ShouldNotContain("evil");
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_and_no_mail()
    {
        var user = await _server.NewUser();
        var unknown = (await Post(Request, ("email", "nobody@example.com"))).Expect(200);
        var known = (await Post(Request, ("email", user.Email))).Expect(200);

        unknown.Text.ShouldBe(known.Text);
        (await _smtp.Message()).To.ToString().ShouldBe(user.Email);
        (await _server.Admin.Api.Get("/api/admin/mail")).Json.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_link_counts_for_an_hour_and_no_more_than_three_are_open()
    {
        var user = await _server.NewUser();
        for (var i = 0; i < 5; i++) (await Post(Request, ("email", user.Email))).Expect(200);
        var token = (await _smtp.Message(count: 3)).Token();
        (await _server.Admin.Api.Get("/api/admin/mail")).Json.GetProperty("total").GetInt32().ShouldBe(3);

        _clock.Advance(TimeSpan.FromMinutes(60));

        (await Post(Confirm, ("token", token), ("password", "another long one"))).Expect(400);
        (await Post(Request, ("email", user.Email))).Expect(200);
        (await Post(Confirm, ("token", (await _smtp.Message(count: 4)).Token()), ("password", "another long one"))).Expect(200);
    }

    [Fact]
    public async Task An_address_is_verified()
    {
        var user = await _server.NewUser();
        (await user.Api.Post("/api/auth/email-verification/request")).Expect(200);
        var token = (await _smtp.Message()).Token();

        // A link of another kind opens nothing.
        (await Post(Confirm, ("token", token), ("password", "another long one"))).Expect(400);
        (await Post("/api/auth/email-verification/confirm", ("token", token))).Expect(200);

        (await user.Api.Get("/api/auth/me")).Json.GetProperty("email_verified").GetBoolean().ShouldBeTrue();
        (await Post("/api/auth/email-verification/confirm", ("token", token))).Expect(400).Detail.ShouldBe("Invalid or expired token");
    }

    [Theory]
    [InlineData("own password")]
    [InlineData("password")]
    [InlineData("email")]
    [InlineData("is_admin")]
    public async Task No_link_outlives_a_change_of_password_address_or_rights(string what)
    {
        var user = await _server.NewUser();
        var email = $"{TestServer.NewName("thief")}@example.com";
        (await user.Api.Post("/api/auth/email-change/request", TestServer.JsonText(("email", email), ("current_password", user.Password)))).Expect(200);
        var change = (await _smtp.Message()).Token();
        (await Post(Request, ("email", user.Email))).Expect(200);
        var reset = (await _smtp.Message(count: 2)).Token();

        var changed = what switch
        {
            "own password" => await user.Api.Post(
                "/api/auth/password", TestServer.JsonText(("current_password", user.Password), ("password", "another long one"))),
            "password" => await Administer("""{"password": "another long one"}"""),
            "email" => await Administer(TestServer.JsonText(("email", $"{TestServer.NewName("moved")}@example.com"))),
            _ => await Administer("""{"is_admin": true}"""),
        };

        changed.Expect(200);
        (await Post("/api/auth/email-change/confirm", ("token", change))).Expect(400).Detail.ShouldBe("Invalid or expired token");
        (await Post(Confirm, ("token", reset), ("password", "a third long one"))).Expect(400);

        Task<Answer> Administer(string json) => _server.Admin.Api.Patch($"/api/admin/users/{user.Id}", json);
    }

    [Fact]
    public async Task An_address_changes_once_the_link_to_the_new_one_is_opened()
    {
        var (user, other) = (await _server.NewUser(), await _server.NewUser());
        var email = $"{TestServer.NewName("moved")}@example.com";
        Task<Answer> Ask(string wanted, string password) => user.Api.Post(
            "/api/auth/email-change/request", TestServer.JsonText(("email", wanted), ("current_password", password)));

        (await Ask(email, "wrong password")).Expect(400).Detail.ShouldBe("Current password is wrong");
        (await Ask(other.Email, user.Password)).Expect(400).Detail.ShouldBe("Email already registered");
        (await Ask(email, user.Password)).Expect(200);
        var message = await _smtp.Message();
        (await user.Api.Get("/api/auth/me")).Json.GetProperty("email").GetString().ShouldBe(user.Email);
        (await Post("/api/auth/email-change/confirm", ("token", message.Token()))).Expect(200);

        message.To.ToString().ShouldBe(email);
        (await user.Api.Get("/api/auth/me")).Json.GetProperty("email").GetString().ShouldBe(email);
        await _server.Login(email);
    }

    private Task<Answer> Post(string path, params (string Name, string Value)[] body) => _server.Anonymous.Post(path, TestServer.JsonText(body));
}
