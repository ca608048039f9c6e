using Shouldly;
using TinyBase.Functions.Sandboxing;
using Xunit;

namespace TinyBase.Tests.Functions.Sandboxing;

/// <summary>A file-based app is built in the sandbox, and what was built runs there.</summary>
public sealed class SandboxedBuildTests
{
    private const string Source = """
        #:property PublishAot=false
        Console.WriteLine("built here: " + string.Join(' ', args));
        """;

    [Fact]
    public async Task A_file_based_app_is_built_and_runs()
    {
        var support = Sandbox.Detect();
        using var folders = new SandboxFolders();
        File.WriteAllText(folders.Path("functions/hello.cs"), Source);
        Directory.CreateDirectory(folders.Path("output"));
        Directory.CreateDirectory(folders.Path("cache"));
        SdkHome.Prepare(folders.Temporary);
        var sandbox = Sandbox.Create(support, [folders.Path("data.db"), folders.Path(".key")]);

        using (var build = sandbox.Start(Build(folders)))
        {
            var (output, error) = await build.ReadToEnd();
            (await build.Exited).ShouldBe(0, output + error);
        }

        using var run = sandbox.Start(folders.Command() with
        {
            Arguments = [folders.Path("output/hello.dll"), "a", "b"],
            ReadablePaths = [folders.Path("output")],
        });
        (await run.ReadToEnd()).Output.ShouldBe("built here: a b\n");
    }

    private static SandboxedCommand Build(SandboxFolders folders) => new(
        "dotnet",
        ["build", folders.Path("functions/hello.cs"), "-c", "Release", "-v", "quiet", "-p:UseSharedCompilation=false", "-o", folders.Path("output")],
        folders.Path("functions"),
        new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = folders.Temporary,
            ["TMPDIR"] = folders.Temporary,
            ["DOTNET_CLI_HOME"] = folders.Temporary,
            ["NUGET_PACKAGES"] = folders.Path("cache"),
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
            ["DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_EnableDiagnostics"] = "0",
        },
        [folders.Path("functions")],
        [folders.Temporary, folders.Path("output"), folders.Path("cache")],
        SandboxKind.Build);
}
