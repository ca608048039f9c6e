using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class RestartTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Users_tokens_collections_and_records_survive_a_restart()
    {
        var setup = new ServerSetup { Root = _root };
        TestUser user;
        string path;
        string before;
        await using (var first = await TestServer.Start(setup))
        {
            user = await first.NewUser();
            path = $"/api/collections/{await first.NewCollection()}/records";
            (await user.Api.Post(path, """{"title": "kept"}""")).Expect(201);
            before = (await user.Api.Get(path)).Expect(200).Text;
        }

        var key = await File.ReadAllTextAsync(Path.Combine(_root, "tinybase.db.key"));
        await using var second = await TestServer.Start(setup);

        (await second.WithToken(user.AccessToken).Get("/api/auth/me")).Expect(200).Id.ShouldBe(user.Id);
        (await second.Anonymous.Get(path)).Expect(200).Text.ShouldBe(before);
        (await File.ReadAllTextAsync(Path.Combine(_root, "tinybase.db.key"))).ShouldBe(key);
    }

    [Fact]
    public async Task The_signing_key_is_readable_by_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no Unix modes on Windows.");
            return;
        }

        await using var server = await TestServer.Start(new ServerSetup { Root = _root });

        File.GetUnixFileMode(Path.Combine(_root, "tinybase.db.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
