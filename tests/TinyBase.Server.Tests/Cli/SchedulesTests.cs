using System.Text.Json;

using Microsoft.Data.Sqlite;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class SchedulesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Schedules_are_made_and_changed_without_a_server()
    {
        await Prepare();

        await Work(hasServer: false);
    }

    [Fact]
    public async Task Schedules_are_made_and_changed_through_a_server_that_runs()
    {
        await Prepare();
        await using var server = await CliProcess.Serve(_folder.Path);

        await Work(hasServer: true);
    }

    [Fact]
    public async Task What_cannot_be_done_is_one_clear_line()
    {
        const string Unknown = "0190163d-8694-739b-aea5-966c26f8ad91";
        await Prepare();

        foreach (var (error, arguments) in new (string, string[])[]
        {
            ("Give one of --cron, --every and --at.", ["next", "--cron", "@daily", "--every", "5m"]),
            ("--every must be like 30s, 5m, 2h or 1d, not often", ["add", "it", "tidy", "--every", "often"]),
            ("--at must be like 2026-12-31T09:30, not soon", ["add", "it", "tidy", "--at", "soon"]),
            ("--input must be a JSON object, such as '{\"x\": 1}'", ["add", "it", "tidy", "--every", "5m", "--input", "[1]"]),
            ("Function 'none' not found", ["add", "it", "none", "--every", "5m"]),
            ("Invalid schedule ID: it", ["remove", "it"]),
            ($"Schedule not found: {Unknown}", ["run", Unknown]),
            ($"Schedule not found: {Unknown}", ["disable", Unknown.ToUpperInvariant()]),
        })
        {
            (await Run(arguments)).ShouldBe(new CliResult(1, "", $"Error: {error}\n"));
        }
    }

    [Fact]
    public async Task A_run_that_goes_on_when_the_server_is_killed_is_told_as_lost()
    {
        await Prepare();
        var added = await Run("add", "it", "tidy", "--every", "1s", "--json");
        var id = JsonElement.Parse(added.Output).GetProperty("id").GetString()!;

        // The run waits for a build, which takes its time.
        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            await Eventually.Becomes(() => Statuses(id).Contains("running"), true);
            server.Signal(CliSignal.Kill);
            await server.WaitForExit();
        }

        Statuses(id).ShouldContain("running");
        var off = new Dictionary<string, string> { ["TINYBASE_SCHEDULER_ENABLED"] = "false" };
        await using var again = await CliProcess.Serve(_folder.Path, off);
        Statuses(id).ShouldContain("lost");
        Statuses(id).ShouldNotContain("running");
        (await Run("list", "--json")).Output.ShouldContain("The server ended before the run did");
    }

    /// <summary>The statuses of the runs of a schedule.</summary>
    private List<string> Statuses(string id)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("tinybase.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT status FROM _schedule_run WHERE schedule_id = $id";
        command.Parameters.AddWithValue("$id", id);
        using var reader = command.ExecuteReader();
        var statuses = new List<string>();
        while (reader.Read()) statuses.Add(reader.GetString(0));
        return statuses;
    }

    private async Task Work(bool hasServer)
    {
        var added = await Run("add", "Tidy up", "tidy", "--cron", "0 9 * * 1-5", "--zone", "Europe/Berlin", "--json");
        var id = JsonElement.Parse(added.Output).GetProperty("id").GetString()!;

        (await Run("disable", id)).Output.ShouldBe("Disabled schedule: Tidy up\n");
        (await Run("next", id)).Error.ShouldContain("has no next run");
        (await Run("enable", id)).Output.ShouldStartWith("Enabled schedule: Tidy up\nNext run: 2");
        (await Run("list")).Output.ShouldMatch($@"(?m)^{id}  Tidy up  +tidy  +0 9 \* \* 1-5 Europe/Berlin  +user  +2\S+Z  +never  +-$");
        var next = await Run("next", id);
        next.Output.ShouldMatch(@"(?m)^Europe/Berlin  +UTC$");
        next.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(11);
        (await Run("next", "--every", "5m", "--json")).Output.ShouldContain("\"run_at\"");
        var run = await Run("run", id);
        run.Output.ShouldStartWith("Asked for run ");
        run.Output.Contains("It begins when the server starts.").ShouldBe(!hasServer);
        (await Run("add", "it", "tidy", "--cron", "0 0 31 2 *")).Error.ShouldStartWith("Error: Invalid schedule configuration: cron: ");
        (await Run("remove", id)).Output.ShouldBe($"Removed schedule: {id}\n");
        (await Run("list")).Output.ShouldNotContain(id);
    }

    private Task<CliResult> Run(params string[] arguments) => CliProcess.Run(_folder.Path, ["schedules", .. arguments]);

    /// <summary>A folder with a function that nobody builds.</summary>
    private async Task Prepare()
    {
        (await CliProcess.Initialize(_folder.Path)).ExitCode.ShouldBe(0);
        await File.WriteAllTextAsync(_folder.File("functions/tidy.cs"), "not C#");
    }
}
