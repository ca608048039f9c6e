using System.Net;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class ReloadTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_change_of_the_settings_restarts_the_server_with_them()
    {
        await using var server = await Serve();
        (await MayCall(server, "https://elsewhere.example.com")).ShouldBeTrue();

        await File.WriteAllTextAsync(_folder.Settings, "[cors]\nallow_origins = ['https://app.example.com']\n");
        await Eventually.Becomes(() => Count(server.Output, "Listening on "), 2);

        server.Output.ShouldContain("\ntinybase.toml changed, restarting…\n");
        var next = new Uri(server.Output.Split("Listening on ")[^1].Split('\n')[0]);
        (await MayCall(next, "https://elsewhere.example.com")).ShouldBeFalse();
        (await MayCall(next, "https://app.example.com")).ShouldBeTrue();
        server.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_editor_that_puts_another_file_in_place_is_noticed_and_a_file_that_is_written_unchanged_is_not()
    {
        await using var server = await Serve();

        await File.WriteAllTextAsync(_folder.Settings, await File.ReadAllTextAsync(_folder.Settings));
        await File.WriteAllTextAsync(_folder.File("new.toml"), "log_level = 'debug'\n");
        File.Move(_folder.File("new.toml"), _folder.Settings, overwrite: true);
        await Eventually.Becomes(() => Count(server.Output, "Listening on "), 2);

        Count(server.Output, "restarting").ShouldBe(1);
    }

    [Fact]
    public async Task With_settings_that_cannot_be_used_the_server_goes_on_and_says_what_is_wrong()
    {
        await using var server = await Serve();

        await File.WriteAllTextAsync(_folder.Settings, "[server]\nport = 99999\nhost = ''\n");
        await Eventually.Becomes(() => server.Error.Contains("goes on", StringComparison.Ordinal), true);

        server.Error.ShouldBe(
            """
            Error: tinybase.toml:2:8: server.port must be between 0 and 65535, not 99999
            Error: tinybase.toml:3:8: server.host must be an address to listen on, such as 127.0.0.1, not empty
            The server goes on with the settings that it has.

            """);
        using var client = server.CreateClient();
        (await client.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Output.ShouldNotContain("restarting");
    }

    [Fact]
    public async Task With_settings_it_cannot_start_with_the_server_goes_back_to_those_before()
    {
        await using var server = await Serve();

        await File.WriteAllTextAsync(_folder.Settings, "[server]\nhost = '192.0.2.1'\n");
        await Eventually.Becomes(() => Count(server.Output, "Listening on "), 2);

        server.Error.ShouldBe("Error: 192.0.2.1 is not an address of this machine. Use --host with one that is.\nGoing back to the settings before.\n");
    }

    [Fact]
    public async Task After_restarts_it_stops_as_before_and_frees_the_database()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await using var server = await Serve();
        for (var round = 2; round <= 4; round++)
        {
            await File.WriteAllTextAsync(_folder.Settings, $"jwt_access_token_expire_minutes = {round}\n");
            await Eventually.Becomes(() => Count(server.Output, "Listening on "), round);
        }

        (await server.Stop()).ShouldBe(0);

        server.Error.ShouldBeEmpty();
        // The folder is the home folder as well, where NuGet keeps its configuration.
        _folder.Names().ShouldBe([".nuget", ".tinybase", "functions", "tinybase.db", "tinybase.db.key", "tinybase.db.lock", "tinybase.toml"]);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static Task<bool> MayCall(CliProcess server, string origin) => MayCall(server.Url, origin);

    private static async Task<bool> MayCall(Uri server, string origin)
    {
        using var client = new HttpClient { BaseAddress = server };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { { "Origin", origin } } };
        using var answer = await client.SendAsync(request);
        return answer.Headers.Contains("Access-Control-Allow-Origin");
    }

    private Task<CliProcess> Serve() => CliProcess.Serve(_folder.Path, "--reload");
}
