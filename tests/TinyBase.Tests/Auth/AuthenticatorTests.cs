using Shouldly;
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
        var auth = new AuthServices(_database.Database);
        var user = await auth.NewUser();
        var header = string.Format(null, form, (await auth.Begin(user)).Access.Value);

        var caller = await auth.Identify(header);

        caller.Id.ShouldBe(user.Id);
        (auth.Cache.Find(header) is not null).ShouldBe(isCached);
    }
}
