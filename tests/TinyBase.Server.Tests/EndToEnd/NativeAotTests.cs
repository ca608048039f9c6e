using Shouldly;

using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.EndToEnd;

/// <summary>The client in a program that was compiled ahead of time, without anything of the runtime that compiles.</summary>
public sealed class NativeAotTests(ServerFixture fixture)
{
    private const string Fields =
        """
        {"name": "title", "min_length": 1}, {"name": "rating", "type": "float"}, {"name": "genre", "type": "enum", "values": ["Drama", "ScienceFiction"]},
        {"name": "released", "type": "date"}, {"name": "box_office", "type": "int"}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_program_compiled_ahead_of_time_logs_in_creates_and_queries()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only a Linux program is compiled here.");
        ShellTool.Require("clang");
        var project = Path.Combine(Repository.Require(), "tests", "TinyBase.Client.Aot");
        using var folder = new TestFolder();

        var published = await Publish(project, folder);
        published.ExitCode.ShouldBe(0, published.Output + published.Error);
        published.Output.ShouldNotContain("warning");

        var user = await fixture.Server.NewUser();
        var run = await ShellTool.Run(
            folder.Path, folder.File("TinyBase.Client.Aot"),
            fixture.Server.BaseAddress.ToString(), user.Email, user.Password, await fixture.Server.NewCollection(Fields));

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([
            "Alien 1979-05-25",
            "Stalker 1979-05-25",
            "1",
            "12532777",
            "string_too_short title 1",
            "'m.Title.EndsWith(\"en\")' cannot be translated into a query of the server. A condition is made of ==, !=, <, <=, >, >= between "
            + "a member and a value, bool members, StartsWith and Contains of a text, values.Contains(member), and && between them; "
            + "AsAsyncEnumerable() filters in this process.",
        ]);
    }

    // All that is built goes to the test's folder, and no lock file of the repository is written for this machine's platform.
    private static async Task<CliResult> Publish(string project, TestFolder folder)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await ShellTool.RunSdk(
            folder.Path, patience.Token,
            "publish", project, "--configuration", "Release", "--use-current-runtime", "--output", folder.Path, "--nologo", "--verbosity", "quiet",
            "-p:UseSharedCompilation=false", "-p:PublishAot=true", $"-p:ArtifactsPath={folder.File("artifacts")}",
            "-p:RestorePackagesWithLockFile=false", $"-p:NuGetLockFilePath={folder.File("none.json")}");
    }
}
