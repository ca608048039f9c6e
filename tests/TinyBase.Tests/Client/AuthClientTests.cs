using Shouldly;
using TinyBase.Client;
using Xunit;

namespace TinyBase.Tests.Client;

public sealed class AuthClientTests : IDisposable
{
    private const string Login = """
        {"access_token":"a.b.c","refresh_token":"d.e.f","token_type":"bearer","user_id":"01890a5d-ac96-774b-bcce-b302099a8057",
         "email":"admin@example.com","is_admin":true,"admin_created":false}
        """;

    private const string Me = """
        {"id":"01890a5d-ac96-774b-bcce-b302099a8057","email":"admin@example.com","is_admin":true,"created_at":"2026-01-02T03:04:05.678901Z"}
        """;

    private readonly FakeServer _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_token_of_a_login_is_sent_with_the_calls_that_follow()
    {
        _server.Answer(200, Login).Answer(200, Me);
        using var client = new TinyBaseClient(_server.Connect());

        var login = await client.Auth.LoginAsync("admin@example.com", "a long one", _cancel);
        var me = await client.Auth.GetMeAsync(_cancel);

        login.RefreshToken.ShouldBe("d.e.f");
        me.Id.ShouldBe(login.UserId);
        me.IsAdmin.ShouldBeTrue();
        me.CreatedAt.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, 901, TimeSpan.Zero));
        _server.Requests[0].Body!.ToJsonString().ShouldBe("""{"email":"admin@example.com","password":"a long one"}""");
        _server.Requests[0].ContentType.ShouldBe("application/json");
        _server.Requests[0].Authorization.ShouldBeNull();
        _server.Requests[1].Authorization.ShouldBe("Bearer a.b.c");
    }

    [Fact]
    public async Task After_a_logout_no_token_is_sent()
    {
        _server.Answer(200, """{"message":"Successfully logged out (2 tokens revoked)"}""").Answer(200, "[]");
        using var client = new TinyBaseClient(_server.Connect()) { AccessToken = "a.b.c" };

        await client.Auth.LogoutAsync(_cancel);
        await client.Collections.ListAsync(_cancel);

        client.AccessToken.ShouldBeNull();
        _server.Requests.Select(request => request.Authorization).ShouldBe(["Bearer a.b.c", null]);
    }

    [Fact]
    public async Task A_refused_login_keeps_the_token_that_was_there()
    {
        _server.Answer(401, """{"detail":"Invalid email or password"}""");
        using var client = new TinyBaseClient(_server.Connect()) { AccessToken = "old" };

        await Should.ThrowAsync<TinyBaseException>(client.Auth.LoginAsync("a@b.example", "wrong", _cancel));

        client.AccessToken.ShouldBe("old");
    }

    [Fact]
    public async Task A_registration_says_who_was_registered()
    {
        _server.Answer(201, """{"id":"01890a5d-ac96-774b-bcce-b302099a8057","email":"a@b.example","message":"User registered successfully"}""");
        using var client = new TinyBaseClient(_server.Connect());

        var registration = await client.Auth.RegisterAsync("a@b.example", "a long one", _cancel);

        registration.Email.ShouldBe("a@b.example");
        registration.Id.ShouldBe(Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057"));
    }

    [Fact]
    public async Task A_refresh_sends_the_refresh_token_and_keeps_the_new_access_token()
    {
        _server.Answer(200, Login).Answer(200, Me);
        using var client = new TinyBaseClient(_server.Connect()) { AccessToken = "old" };

        var renewed = await client.Auth.RefreshAsync("old.refresh", _cancel);
        await client.Auth.GetMeAsync(_cancel);

        renewed.RefreshToken.ShouldBe("d.e.f");
        _server.Requests[0].ShouldBe(new("POST", "http://localhost:8000/api/auth/refresh", "Bearer old.refresh", null, null));
        _server.Requests[1].Authorization.ShouldBe("Bearer a.b.c");
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended()
    {
        _server.Answer(
            200,
            """
            {"sessions":[{"id":"01890a5d-ac96-774b-bcce-b302099a8057","created_at":"2026-01-02T03:04:05.678901Z",
             "last_used_at":"2026-01-03T03:04:05.678901Z","expires_at":"2026-02-02T03:04:05.000000Z","user_agent":null,
             "address":"192.0.2.7","current":true}]}
            """).Answer(204);
        using var client = new TinyBaseClient(_server.Connect()) { AccessToken = "a.b.c" };

        var session = (await client.Auth.ListSessionsAsync(_cancel)).ShouldHaveSingleItem();
        await client.Auth.EndSessionAsync(session.Id, _cancel);

        session.Current.ShouldBeTrue();
        session.UserAgent.ShouldBeNull();
        session.Address.ShouldBe("192.0.2.7");
        (session.LastUsedAt - session.CreatedAt).ShouldBe(TimeSpan.FromDays(1));
        session.ExpiresAt.ShouldBe(new DateTimeOffset(2026, 2, 2, 3, 4, 5, TimeSpan.Zero));
        _server.Requests[0].Uri.ShouldBe("http://localhost:8000/api/auth/sessions");
        (_server.Requests[1].Method, _server.Requests[1].Uri)
            .ShouldBe(("DELETE", "http://localhost:8000/api/auth/sessions/01890a5d-ac96-774b-bcce-b302099a8057"));
    }

    [Fact]
    public async Task A_logout_of_this_session_says_so_and_forgets_the_token()
    {
        _server.Answer(200, """{"message":"Successfully logged out (2 tokens revoked)"}""");
        using var client = new TinyBaseClient(_server.Connect()) { AccessToken = "a.b.c" };

        await client.Auth.LogoutAsync(LogoutScope.ThisSession, _cancel);

        client.AccessToken.ShouldBeNull();
        _server.Requests[0].Uri.ShouldBe("http://localhost:8000/api/auth/logout?scope=this");
    }

    [Fact]
    public async Task A_change_of_password_sends_both_and_keeps_the_token()
    {
        _server.Answer(200, """{"message":"Password changed"}""");
        using var client = new TinyBaseClient(_server.Connect()) { AccessToken = "a.b.c" };

        await client.Auth.ChangePasswordAsync("a long one", "another long one", _cancel);

        _server.Requests[0].Body!.ToJsonString().ShouldBe("""{"current_password":"a long one","password":"another long one"}""");
        _server.Requests[0].Authorization.ShouldBe("Bearer a.b.c");
        client.AccessToken.ShouldBe("a.b.c");
    }

    [Fact]
    public async Task A_code_of_the_portal_is_exchanged_and_its_token_kept()
    {
        _server.Answer(200, Login);
        using var client = new TinyBaseClient(_server.Connect());

        await client.Auth.RedeemCodeAsync("one-time", "of the app", new Uri("https://app.example.com/home?x=1"), _cancel);

        _server.Requests[0].Uri.ShouldBe("http://localhost:8000/api/auth/portal/token");
        _server.Requests[0].Body!.ToJsonString().ShouldBe(
            """{"code":"one-time","code_verifier":"of the app","redirect_url":"https://app.example.com/home?x=1"}""");
        client.AccessToken.ShouldBe("a.b.c");
    }
}
