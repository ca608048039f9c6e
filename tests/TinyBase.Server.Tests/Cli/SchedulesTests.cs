using System.Text.Json;

using Shouldly;

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

    [Theory]
    [InlineData("Give one of --cron, --every and --at.", "add", "it", "tidy")]
    [InlineData("Give one of --cron, --every and --at.", "next", "--cron", "@daily", "--every", "5m")]
    [InlineData("--every must be like 30s, 5m, 2h or 1d, not often", "add", "it", "tidy", "--every", "often")]
    [InlineData("--at must be like 2026-12-31T09:30, not soon", "add", "it", "tidy", "--at", "soon")]
    [InlineData("--input must be a JSON object, such as '{\"x\": 1}'", "add", "it", "tidy", "--every", "5m", "--input", "[1]")]
    [InlineData("Function 'none' not found", "add", "it", "none", "--every", "5m")]
    [InlineData("Invalid schedule ID: it", "remove", "it")]
    [InlineData("Invalid schedule ID: it", "next", "it")]
    [InlineData("Schedule not found: 0190163d-8694-739b-aea5-966c26f8ad91", "run", "0190163d-8694-739b-aea5-966c26f8ad91")]
    [InlineData("Schedule not found: 0190163d-8694-739b-aea5-966c26f8ad91", "disable", "0190163D-8694-739B-AEA5-966C26F8AD91")]
    public async Task What_cannot_be_done_is_one_clear_line(string error, params string[] arguments)
    {
        await Prepare();

        (await Run(arguments)).ShouldBe(new CliResult(1, "", $"Error: {error}\n"));
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
        Directory.CreateDirectory(_folder.File("functions"));
        (await CliProcess.Run(_folder.Path, "init")).ExitCode.ShouldBe(0);
        await File.WriteAllTextAsync(_folder.File("functions/tidy.cs"), "not C#");
    }
}
