using System.Diagnostics;

using Shouldly;

using TinyBase.Tests.Storage;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>The example add_numbers.cs, built as its author would build it: against the packages, from a folder of them.</summary>
public sealed class FunctionFile : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TestFolder _folder = new();

    /// <summary>Why nothing is built; null if it is.</summary>
    public string? Skipped { get; private set; }

    public string Program => _folder.File("out/add_numbers");

    public async ValueTask InitializeAsync()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "TinyBase.slnx"))) root = root.Parent;
        Skipped = root is null ? "The tests do not run in a checkout of the repository." : OperatingSystem.IsWindows() ? "The program is run under its Unix name." : null;
        if (Skipped is not null) return;

        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        foreach (var project in (string[])["TinyBase.Client", "TinyBase.Sdk"])
        {
            await Sdk("pack", Path.Combine(root!.FullName, "src", project), "--no-build", "--configuration", configuration, "--output", _folder.File("feed"));
        }

        File.Copy(Path.Combine(root!.FullName, "examples/functions/add_numbers.cs"), _folder.File("add_numbers.cs"));
        await File.WriteAllTextAsync(_folder.File("nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="tinybase" value="feed" /></packageSources>
              <packageSourceMapping><clear /><packageSource key="tinybase"><package pattern="TinyBase.*" /></packageSource></packageSourceMapping>
            </configuration>
            """);
        // The package turns it off for the build; this does so for the restore, which would fetch the compiler for it.
        await File.WriteAllTextAsync(_folder.File("Directory.Build.props"), "<Project><PropertyGroup><PublishAot>false</PublishAot></PropertyGroup></Project>");
        await Sdk("build", "add_numbers.cs", "--output", _folder.File("out"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts the program with its streams redirected. Skips the test where it was not built.</summary>
    public Process Start(params string[] arguments)
    {
        Assert.SkipWhen(Skipped is not null, Skipped ?? "");
        return Start(new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true });
    }

    /// <summary>Runs the program to its end: its exit code, its output, its errors.</summary>
    public async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        return await Read(process);
    }

    private async Task Sdk(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [.. arguments, "--nologo", "--verbosity", "quiet"]) { WorkingDirectory = _folder.Path };
        // Nothing of it is to go on afterwards, or to stay behind.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["XDG_DATA_HOME"] = Directory.CreateDirectory(_folder.File("data")).FullName;
        using var process = Start(start);
        var (code, output, error) = await Read(process);
        code.ShouldBe(0, output + error);
    }

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output, string Error)> Read(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var killing = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, output, await error);
    }
}
