using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TinyBase.Audit;
using TinyBase.Auth;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Control;
using TinyBase.Storage;

namespace TinyBase.Tests.Auth;

/// <summary>What finds out who is calling, on a database and without a server.</summary>
internal sealed class AuthServices
{
    private readonly SessionStore _sessions;
    private readonly UserStore _users;
    private readonly SessionRefresh _refresh;
    private readonly Authenticator _authenticator;

    public AuthServices(Database database)
    {
        var options = new TinyBaseOptions();
        Tokens = new Tokens(options, database, TimeProvider.System);
        Applications = new ApplicationTokenStore(database, Cache, TimeProvider.System);
        _users = new UserStore(database, Cache);
        _sessions = new SessionStore(database, Tokens, Cache, TimeProvider.System);
        _refresh = new SessionRefresh(database, Tokens, Cache, TimeProvider.System, NullLogger<SessionRefresh>.Instance);
        var use = new ApplicationTokenUse(database, TimeProvider.System);
        var control = new ControlSocket(database, NullLogger<ControlSocket>.Instance);
        _authenticator = new Authenticator(Tokens, _sessions, Applications, use, control, Cache, options, TimeProvider.System);
    }

    public TokenCache Cache { get; } = new();

    public Tokens Tokens { get; }

    public ApplicationTokenStore Applications { get; }

    public async Task<User> NewUser(string email = "user@example.com")
    {
        await _users.Register(email, "hash", (_, _) => { }, Actor.Operator, default);
        return (await _users.FindByEmail(email, default)).ShouldNotBeNull();
    }

    public async Task<TokenPair> Begin(User user) =>
        (await _sessions.Begin(user, new SessionOrigin("test", "127.0.0.1"), _ => { }, Actor.Operator, default)).ShouldNotBeNull();

    /// <summary>Whom a request with such a header comes from.</summary>
    public async Task<Caller> Identify(string header)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = header;
        return await _authenticator.Identify(context);
    }

    /// <summary>Whether a token can be exchanged for a new pair.</summary>
    public async Task<bool> CanRenew(string token) =>
        await Tokens.Read(token) is { } claims && await _refresh.Renew(claims, new SessionOrigin(null, null), default) is not null;
}
