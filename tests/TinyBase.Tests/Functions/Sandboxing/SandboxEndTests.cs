using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shouldly;
using TinyBase.Functions.Sandboxing;
using Xunit;

namespace TinyBase.Tests.Functions.Sandboxing;

/// <summary>How the programs of functions end, with all that they started.</summary>
public sealed class SandboxEndTests
{
    private static readonly SandboxSupport Support = Sandbox.Detect();

    [Fact]
    public async Task Killing_a_program_kills_what_it_started()
    {
        RequireLinux();
        using var folders = new SandboxFolders();
        using var process = Sandbox.Create(Support, []).Start(folders.Command("child", "wait"));
        var child = await ReadId(process);
        process.Kill();
        (await process.Exited).ShouldBe(128 + 9);
        await HasEnded(child);
        process.Usage.ResidentBytes.ShouldBe(0);
        process.Kill();
    }

    [Fact]
    public async Task What_a_program_leaves_behind_ends_with_it()
    {
        RequireLinux();
        using var folders = new SandboxFolders();
        using var process = Sandbox.Create(Support, []).Start(folders.Command("child", "exit=0"));
        var child = await ReadId(process);
        (await process.Exited).ShouldBe(0);
        await HasEnded(child);
    }

    [Fact]
    public async Task Disposing_kills()
    {
        RequireLinux();
        using var folders = new SandboxFolders();
        var process = Sandbox.Create(Support, []).Start(folders.Command("child", "wait"));
        var child = await ReadId(process);
        process.Dispose();
        process.Dispose();
        (await process.Exited).ShouldBe(128 + 9);
        await HasEnded(child);
    }

    [Fact]
    public async Task Nothing_outlives_a_server_that_is_killed()
    {
        RequireLinux();
        Assert.SkipUnless(Support.EndsWithServer, "There is no /bin/sh to keep the process group.");
        using var folders = new SandboxFolders();
        using var server = Process.Start(new ProcessStartInfo("dotnet", [SandboxFolders.Program, $"serve={folders.Temporary}"]) { RedirectStandardOutput = true })!;
        var line = JsonDocument.Parse((await server.StandardOutput.ReadLineAsync())!).RootElement;
        server.Kill(entireProcessTree: false);
        await HasEnded(line[0].GetInt32());
        await HasEnded(int.Parse(line[1].GetString()!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Memory_is_counted_with_what_the_program_started()
    {
        RequireLinux();
        using var folders = new SandboxFolders();
        using var process = Sandbox.Create(Support, []).Start(folders.Command("eat=64"));
        using var output = new StreamReader(process.Output);
        (await output.ReadLineAsync()).ShouldBe("\"eaten\"");
        process.Usage.ResidentBytes.ShouldBeInRange(64L << 20, 512L << 20);
    }

    [Fact]
    public async Task Limits_of_the_system_are_set()
    {
        RequireLinux();
        using var folders = new SandboxFolders();
        var limits = (await Support.Do(folders, "limits")).ShouldHaveSingleItem().Split('\n');
        limits.ShouldContain(line => line.StartsWith("Max core file size        0                    0"));
        limits.ShouldContain(line => line.StartsWith("Max file size             4294967296           4294967296"));
    }

    private static async Task<int> ReadId(SandboxedProcess process) =>
        int.Parse(JsonSerializer.Deserialize<string>((await new StreamReader(process.Output).ReadLineAsync())!)!, CultureInfo.InvariantCulture);

    /// <summary>Its exit may be seen a moment after the signal.</summary>
    private static async Task HasEnded(int id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (IsRunning(id)) await Task.Delay(20, patience.Token);
    }

    private static bool IsRunning(int id)
    {
        try
        {
            // A zombie waits for its parent, which may be anybody here.
            var stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void RequireLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has this sandbox.");
}
