using System.Net.Http.Json;
using System.Text.Json;

using Microsoft.Data.Sqlite;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class DbTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private int _head;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_current_revision_is_shown_and_nothing_is_left_behind()
    {
        await Initialize();
        var before = _folder.Names();

        var text = await CliProcess.Run(_folder.Path, "db", "current");
        var json = Json(await CliProcess.Run(_folder.Path, "db", "current", "--json"));

        text.ShouldSatisfyAllConditions(() => text.ExitCode.ShouldBe(0), () => text.Output.ShouldMatch(@"^\d+ \(.+, head\)\n$"), () => text.Error.ShouldBeEmpty());
        json.GetProperty("revision").GetInt32().ShouldBe(_head);
        json.GetProperty("database").GetString().ShouldBe(_folder.Database);
        _folder.Names().ShouldBe(before);
    }

    [Fact]
    public async Task The_history_lists_every_revision_with_what_the_database_has()
    {
        await Initialize();
        await CliProcess.Run(_folder.Path, "db", "downgrade", "base", "--yes");
        await CliProcess.Run(_folder.Path, "db", "upgrade", "1");

        var text = await CliProcess.Run(_folder.Path, "db", "history");
        var json = Json(await CliProcess.Run(_folder.Path, "db", "history", "--json"));

        text.Output.Split('\n')[0].ShouldMatch("^REVISION +NAME +STATE$");
        text.Output.ShouldMatch("(?m)^1 +users tokens collections +current$");
        json.GetProperty("revision").GetInt32().ShouldBe(1);
        var revisions = json.GetProperty("revisions").EnumerateArray().ToArray();
        revisions.Select(revision => revision.GetProperty("revision").GetInt32()).ShouldBe(Enumerable.Range(1, _head));
        revisions.Select(revision => revision.GetProperty("applied").GetBoolean()).ShouldBe(Enumerable.Range(1, _head).Select(revision => revision == 1));
    }

    [Fact]
    public async Task A_database_goes_back_and_forth_and_only_an_upgrade_brings_it_forward()
    {
        await Initialize("-e", "me@example.com", "-p", "a long one");

        var down = await CliProcess.Run(_folder.Path, "db", "downgrade", "base", "-y");
        var current = await CliProcess.Run(_folder.Path, "db", "current");
        await CliProcess.Run(_folder.Path, "db", "history");
        var still = await CliProcess.Run(_folder.Path, "db", "current");
        var up = await CliProcess.Run(_folder.Path, "db", "upgrade");
        var again = await CliProcess.Run(_folder.Path, "db", "upgrade");

        down.ExitCode.ShouldBe(0);
        down.Output.ShouldBe("Database downgraded to 0\n");
        down.Error.ShouldContain("  table _user (1 row)\n");
        current.Output.ShouldBe("0 (base)\n");
        current.Error.ShouldContain("behind");
        still.Output.ShouldBe("0 (base)\n");
        up.ShouldBe(new CliResult(0, $"Database upgraded to {_head}\n", ""));
        again.ShouldBe(new CliResult(0, $"Database is at {_head} already\n", ""));
    }

    [Fact]
    public async Task The_records_of_collections_go_with_the_first_revision_and_their_names_are_free_again()
    {
        await Initialize("-e", "me@example.com", "-p", "a long one");
        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            await CreateNotes(server);
            (await server.Stop()).ShouldBe(0);
        }

        var down = await CliProcess.Run(_folder.Path, "db", "downgrade", "base", "-y");

        down.Error.ShouldContain("  table notes (1 row)\n");
        await CliProcess.Run(_folder.Path, "admin", "add", "me@example.com", "a long one");
        await using var next = await CliProcess.Serve(_folder.Path);
        await CreateNotes(next);
    }

    [Fact]
    public async Task A_downgrade_that_nobody_confirms_is_refused()
    {
        await Initialize();

        var result = await CliProcess.Run(_folder.Path, "db", "downgrade", "base");

        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.ErrorLines[^1].ShouldBe("Error: There is no terminal to confirm that on. Add --yes.");
        (await CliProcess.Run(_folder.Path, "db", "current")).Output.ShouldStartWith($"{_head} ");
    }

    [Theory]
    [InlineData("upgrade", "1000")]
    [InlineData("upgrade", "tail")]
    [InlineData("upgrade", "+1")]
    [InlineData("downgrade", "-1000")]
    [InlineData("downgrade", "")]
    public async Task An_unknown_revision_is_refused_with_those_there_are(string command, string revision)
    {
        await Initialize();

        var result = await CliProcess.Run(_folder.Path, "db", command, revision);

        result.ExitCode.ShouldBe(2);
        var error = result.ErrorLines.ShouldHaveSingleItem();
        error.ShouldStartWith($"Error: There is no revision '{revision}' (the database is at {_head}). Revisions: 0 (base), 1 (users tokens collections");
    }

    [Fact]
    public async Task An_upgrade_does_not_go_back()
    {
        await Initialize();

        var result = await CliProcess.Run(_folder.Path, "db", "upgrade", "base");

        result.ShouldBe(new CliResult(2, "", $"Error: The database is at {_head} already. Use 'tinybase db downgrade 0' to go back.\n"));
    }

    [Fact]
    public async Task Beside_a_running_server_one_can_look_but_not_change()
    {
        await using var server = await CliProcess.Serve(_folder.Path);

        var current = await CliProcess.Run(_folder.Path, "db", "current");
        var history = await CliProcess.Run(_folder.Path, "db", "history");
        var upgrade = await CliProcess.Run(_folder.Path, "db", "upgrade");
        var downgrade = await CliProcess.Run(_folder.Path, "db", "downgrade", "base", "--yes");

        current.Output.ShouldEndWith("head)\n");
        history.Output.ShouldContain("current\n");
        foreach (var refused in (CliResult[])[upgrade, downgrade])
        {
            refused.ShouldBe(new CliResult(1, "", $"Error: {_folder.Database} is in use by process {server.Id}. Stop it first, or set another db_url.\n"));
        }
    }

    [Fact]
    public async Task Without_a_database_there_is_nothing_to_show_or_take_back()
    {
        await File.WriteAllTextAsync(_folder.Settings, "");

        var current = await CliProcess.Run(_folder.Path, "db", "current");
        var downgrade = await CliProcess.Run(_folder.Path, "db", "downgrade", "--yes");

        current.ShouldBe(new CliResult(1, "", $"Error: There is no database {_folder.Database}. Run 'tinybase init' first.\n"));
        downgrade.ExitCode.ShouldBe(1);
        _folder.Names().ShouldBe(["tinybase.toml"]);
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        await File.WriteAllTextAsync(_folder.Settings, "");
        using (var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (x)";
            command.ExecuteNonQuery();
        }

        foreach (var command in (string[])["current", "history", "upgrade", "downgrade"])
        {
            var result = await CliProcess.Run(_folder.Path, "db", command);
            result.ExitCode.ShouldBe(1);
            result.ErrorLines.ShouldHaveSingleItem().ShouldContain("another program");
        }
    }

    private static JsonElement Json(CliResult result) => JsonDocument.Parse(result.Output).RootElement;

    private static async Task CreateNotes(CliProcess server)
    {
        using var client = server.CreateClient();
        using var login = await client.PostAsJsonAsync("/api/auth/login", new { email = "me@example.com", password = "a long one" });
        var session = await login.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("access_token").GetString());
        using var created = await client.PostAsJsonAsync("/api/collections", new
        {
            name = "notes",
            label = "Notes",
            schema = new { fields = new[] { new { name = "title", type = "string" } } },
        });
        using var record = await client.PostAsJsonAsync("/api/collections/notes/records", new { data = new { title = "Buy milk" } });
        record.EnsureSuccessStatusCode();
    }

    private async Task Initialize(params string[] arguments)
    {
        (await CliProcess.Initialize(_folder.Path, arguments)).ExitCode.ShouldBe(0);
        _head = Json(await CliProcess.Run(_folder.Path, "db", "current", "--json")).GetProperty("head").GetInt32();
    }
}
