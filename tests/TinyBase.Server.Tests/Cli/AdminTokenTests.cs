using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class AdminTokenTests : IDisposable
{
    private const string Unknown = "0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_is_made_listed_shown_and_revoked_whether_the_server_runs_or_not(bool isRunning)
    {
        await CliProcess.Initialize(_folder.Path);
        await using var server = isRunning ? await CliProcess.Serve(_folder.Path) : null;
        (await Token("list")).ShouldBe(new CliResult(0, "No application tokens found.\n", ""));

        var created = await Token("create", "--name", "ci", "-d", "Build server", "-e", "30");
        created.Error.ShouldBeEmpty();
        var lines = created.Output.Split('\n');
        lines[0].ShouldBe("Created application token: ci");
        var id = After("ID: ", lines[1]);
        var value = After("Token: ", lines[2]);
        lines[3].ShouldBe("Save the token now: it is not shown again.");
        var expires = After("Expires: ", lines[4]);
        await ShouldLetIn(server, value, HttpStatusCode.OK);

        var list = (await Token("list")).Output.Split('\n');
        list[0].ShouldMatch("^ID +STATUS +EXPIRES +LAST USED +NAME$");
        list[1].ShouldMatch($"^{id}  active  {expires}  [0-9never:.TZ-]+ +ci$");
        var shown = (await Token("show", id)).Output;
        shown.ShouldStartWith($"Name: ci\nID: {id}\nDescription: Build server\nStatus: active\nCreated: ");
        shown.ShouldEndWith($"\nExpires: {expires}\n");
        shown.ShouldNotContain(value);

        (await Token("revoke", "--id", id.ToUpperInvariant())).ShouldBe(new CliResult(0, $"Revoked application token: {id}\n", ""));
        (await Token("show", "-i", id)).Output.ShouldContain("Status: revoked");
        await ShouldLetIn(server, value, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_is_made_without_a_server_lets_in_once_it_runs()
    {
        await CliProcess.Initialize(_folder.Path);
        var created = JsonElement.Parse((await Token("create", "-n", "ci", "--expires-days", "0", "--json")).Output);
        created.GetProperty("token").GetProperty("expires_at").ValueKind.ShouldBe(JsonValueKind.Null);

        await using var server = await CliProcess.Serve(_folder.Path);

        await ShouldLetIn(server, created.GetProperty("token_value").GetString()!, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_has_the_scopes_that_it_is_made_with(bool isRunning)
    {
        const string Scopes = """{"admin":false,"collections":{"Movies":["list","create"]},"functions":["add"],"metrics":true}""";
        await CliProcess.Initialize(_folder.Path);
        await using var server = isRunning ? await CliProcess.Serve(_folder.Path) : null;

        var made = JsonElement.Parse((await Token("create", "-n", "import", "--scopes", Scopes, "--json")).Output);

        JsonElement.DeepEquals(made.GetProperty("token").GetProperty("scopes"), JsonElement.Parse(Scopes)).ShouldBeTrue();
        (await Token("show", made.GetProperty("token").GetProperty("id").GetString()!)).Output.ShouldContain($"\nScopes: {Scopes}\n");
        await ShouldLetIn(server, made.GetProperty("token_value").GetString()!, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("list", "--scopes must be a JSON object, not 'list'.")]
    [InlineData("[]", "--scopes must be a JSON object, not '[]'.")]
    [InlineData("{\"admin\":true,\"admin\":false}", "--scopes must be a JSON object, not '{\"admin\":true,\"admin\":false}'.")]
    [InlineData("{\"functions\":[\"\\ud800\"]}", "--scopes must be a JSON object, not '{\"functions\":[\"\\ud800\"]}'.")]
    [InlineData("{\"all\":true}", "--scopes must be an object with admin, collections, functions and metrics, and nothing else.")]
    [InlineData("{\"collections\":{\"m\":[\"drop\"]}}", "--scopes must be an object whose collections are at most 200 names with lists of list, read, create, update, delete.")]
    public async Task Scopes_that_cannot_be_are_refused(string scopes, string error)
    {
        await CliProcess.Initialize(_folder.Path);

        var refused = await Token("create", "-n", "import", "--scopes", scopes);

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldStartWith($"Error: {error}\n");
        (await Token("list")).Output.ShouldBe("No application tokens found.\n");
    }

    [Fact]
    public async Task Programs_get_what_the_api_answers()
    {
        await CliProcess.Initialize(_folder.Path);
        var created = JsonElement.Parse((await Token("create", "-n", "ci", "--json")).Output).GetProperty("token");
        var id = created.GetProperty("id").GetString()!;

        var shown = JsonElement.Parse((await Token("show", id, "--json")).Output);
        var list = JsonElement.Parse((await Token("list", "--json")).Output).GetProperty("tokens");

        JsonElement.DeepEquals(shown, created).ShouldBeTrue();
        JsonElement.DeepEquals(list[0], created).ShouldBeTrue();
        created.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["id", "name", "description", "created_at", "last_used_at", "expires_at", "is_active", "is_valid", "prefix", "scopes"]);
    }

    [Theory]
    [InlineData("create", "Error: --name is required for 'create' action\n")]
    [InlineData("create -n ci -e -1", "Error: --expires-days must be between 0 and 36500, not -1.\n")]
    [InlineData("revoke", "Error: --id is required for 'revoke' action\n")]
    [InlineData("show", "Error: --id is required for 'show' action\n")]
    [InlineData("revoke a --id b", "Error: There are two ids, a and b. Give one.\n")]
    [InlineData("revoke --id nonsense", "Error: Invalid token ID: nonsense\n")]
    [InlineData("show nonsense", "Error: Invalid token ID: nonsense\n")]
    [InlineData("revoke " + Unknown, $"Error: Token not found: {Unknown}\n")]
    [InlineData("show --id " + Unknown, $"Error: Token not found: {Unknown}\n")]
    [InlineData("rename", "Error: Unknown action: rename\nValid actions: create, list, revoke, show\n")]
    public async Task What_cannot_be_done_is_told(string line, string error)
    {
        await CliProcess.Initialize(_folder.Path);

        (await Token(line.Split(' '))).ShouldBe(new CliResult(1, "", error));
    }

    private static async Task ShouldLetIn(CliProcess? server, string token, HttpStatusCode status)
    {
        if (server is null) return;
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync("/api/admin/application-tokens");
        answer.StatusCode.ShouldBe(status);
    }

    /// <summary>The rest of a line that begins with a text.</summary>
    private static string After(string start, string line)
    {
        line.ShouldStartWith(start);
        return line[start.Length..];
    }

    private Task<CliResult> Token(params string[] arguments) => CliProcess.Run(_folder.Path, ["admin", "token", .. arguments]);
}
