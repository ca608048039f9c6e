using Microsoft.AspNetCore.Http;
using Shouldly;
using TinyBase.Auth;
using TinyBase.Configuration;
using TinyBase.Tests.Storage;
using Xunit;

namespace TinyBase.Tests.Auth;

public sealed class AuthenticatorTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("Bearer {0}", true)]
    [InlineData("bearer {0}", true)]
    [InlineData("Bearer   {0}", false)]
    [InlineData("Bearer {0} ", false)]
    public async Task A_token_is_known_with_or_without_blanks_and_cached_without(string form, bool isCached)
    {
        var cache = new TokenCache();
        var options = new TinyBaseOptions();
        var tokens = new Tokens(options, _database.Database, TimeProvider.System);
        var sessions = new SessionStore(_database.Database, tokens, cache, TimeProvider.System);
        var users = new UserStore(_database.Database, cache);
        await users.Register("user@example.com", "hash", default);
        var user = (await users.FindByEmail("user@example.com", default)).ShouldNotBeNull();
        var header = string.Format(null, form, (await sessions.Begin(user, default)).ShouldNotBeNull().Access.Value);
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = header;

        var caller = await new Authenticator(tokens, sessions, cache, options, TimeProvider.System).Identify(context);

        caller.Id.ShouldBe(user.Id);
        (cache.Find(header) is not null).ShouldBe(isCached);
    }
}
