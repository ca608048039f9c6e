using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed partial class SetupLinkTests : IDisposable
{
    private const string Email = "me@example.com";
    private const string Password = "correct horse battery";

    private readonly TestFolder _folder = new();

    private string LinkFile => _folder.File("tinybase.db.setup");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_terminal_only_the_place_of_the_link_is_shown()
    {
        await using var server = await CliProcess.Serve(_folder.Path);
        await Shown(server, LinkFile);
        var link = (await File.ReadAllTextAsync(LinkFile)).TrimEnd();

        server.Output.ShouldContain($"There is no admin yet. The link that makes the first one is in\n  {LinkFile}\n");
        link.ShouldStartWith($"{server.Url}admin#setup=");
        (await SetUp(server, link)).ShouldBe(HttpStatusCode.Created);
        File.Exists(LinkFile).ShouldBeFalse();
        (await server.Stop()).ShouldBe(0);
        server.Output.ShouldNotContain(link.Split('=')[1]);
        server.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_listens_everywhere_shows_a_link_that_opens_here()
    {
        await using var server = await CliProcess.Serve(_folder.Path, "--host", "0.0.0.0");
        await Shown(server, LinkFile);

        (await File.ReadAllTextAsync(LinkFile)).ShouldStartWith($"http://localhost:{server.Url.Port}/admin#setup=");
    }

    [Fact]
    public async Task On_a_terminal_the_link_is_shown_and_written_nowhere()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no program here that makes a terminal.");
        await CliProcess.Initialize(_folder.Path);

        await using var server = await CliProcess.ServeOnTerminal(_folder.Path);
        await Shown(server, "#setup=");

        var link = Link().Match(server.Output).Value;
        link.ShouldStartWith($"{server.Url}admin#setup=");
        File.Exists(LinkFile).ShouldBeFalse();
        (await SetUp(server, link)).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_server_with_an_admin_offers_no_link_and_removes_an_old_one()
    {
        await CliProcess.Initialize(_folder.Path, "-e", Email, "-p", Password);
        await File.WriteAllTextAsync(LinkFile, "left by a server that was killed");

        await using var server = await CliProcess.Serve(_folder.Path);
        (await server.Stop()).ShouldBe(0);

        server.Output.ShouldNotContain("setup");
        File.Exists(LinkFile).ShouldBeFalse();
    }

    [GeneratedRegex("http://[^ ]+#setup=[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();

    /// <summary>The server listens a moment before it says the last of what it has to say.</summary>
    private static Task Shown(CliProcess server, string text) => Hosting.Eventually.Becomes(() => server.Output.Contains(text, StringComparison.Ordinal), true);

    private static async Task<HttpStatusCode> SetUp(CliProcess server, string link)
    {
        using var client = server.CreateClient();
        using var answer = await client.PostAsJsonAsync(
            "/api/auth/setup", new { token = link.Split("#setup=")[1], email = Email, password = Password });
        return answer.StatusCode;
    }
}
