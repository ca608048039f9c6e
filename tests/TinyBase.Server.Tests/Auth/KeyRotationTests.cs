using Shouldly;

using TinyBase.Server.Tests.Hosting;
using TinyBase.Storage;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class KeyRotationTests : IDisposable
{
    private static readonly string Old = new('o', 32);
    private static readonly string New = new('n', 32);

    private readonly string _root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Tokens_of_a_previous_key_count_and_new_ones_have_the_current_key()
    {
        TestUser user;
        string program;
        await using (var before = await Start(Old))
        {
            user = await before.NewUser();
            program = (await before.NewApplicationToken()).Value;
        }

        TestUser later;
        await using (var rotated = await Start(New, "x".PadRight(40), Old))
        {
            (await rotated.WithToken(user.AccessToken).Get("/api/auth/me")).Expect(200);
            (await rotated.WithToken(program).Get("/api/admin/application-tokens")).Expect(200);
            (await rotated.WithToken(user.RefreshToken).Post("/api/auth/refresh")).Expect(200);
            later = await rotated.NewUser();
        }

        await using var after = await Start(New);

        (await after.WithToken(later.AccessToken).Get("/api/auth/me")).Expect(200);
        (await after.WithToken(user.AccessToken).Get("/api/auth/me")).Expect(401);
        (await after.WithToken(program).Get("/api/admin/application-tokens")).Expect(200);
        (await after.WithToken(user.RefreshToken).Post("/api/auth/refresh")).Expect(401);
    }

    [Fact]
    public async Task A_previous_key_that_is_too_short_stops_the_start()
    {
        var error = await Should.ThrowAsync<DatabaseException>(Start(New, "short"));

        error.Message.ShouldBe("Each of auth_previous_keys must have at least 32 bytes, not 5.");
    }

    private Task<TestServer> Start(string key, params string[] previous) => TestServer.Start(new ServerSetup
    {
        Root = _root,
        Options = options => (options.Auth.JwtSecretKey, options.Auth.PreviousKeys) = (key, previous),
    });
}
