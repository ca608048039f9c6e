using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using TinyBase.Functions.Sandboxing;
using Xunit;

namespace TinyBase.Tests.Functions.Sandboxing;

/// <summary>What an ordinary function gets.</summary>
public sealed class SandboxedProgramTests
{
    private static readonly SandboxSupport Support = Sandbox.Detect();

    public static TheoryData<bool> Sandboxes => [true, false];

    [Theory]
    [MemberData(nameof(Sandboxes))]
    public async Task Files_threads_cultures_and_zones_work(bool isRestricted)
    {
        using var folders = new SandboxFolders();
        var answers = await Of(isRestricted).Do(
            folders, "temp", "threads", "culture=de-DE", "zone=Europe/Berlin", $"read={folders.Path("functions/settings.json")}");
        answers.ShouldBe(["kept", "500500", "1.234,5", "Europe/Berlin", "{}"]);
    }

    [Fact]
    public async Task A_function_calls_others_over_HTTP()
    {
        using var folders = new SandboxFolders();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answers = Support.Do(folders, $"get=http://localhost:{port.ToString(CultureInfo.InvariantCulture)}/");
        using (var connection = await listener.AcceptTcpClientAsync())
        {
            await connection.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8.ToArray());
            (await answers).ShouldBe(["hello"]);
        }
    }

    [Theory]
    [MemberData(nameof(Sandboxes))]
    public async Task Its_environment_is_what_it_was_given(bool isRestricted)
    {
        using var folders = new SandboxFolders();
        var answers = await Of(isRestricted).Do(folders, "variables");
        answers.ShouldBe(["DOTNET_EnableDiagnostics HOME PATH TMPDIR"]);
    }

    [Fact]
    public async Task It_inherits_no_descriptor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has this sandbox.");
        using var folders = new SandboxFolders();
        using var file = File.OpenRead(folders.Path(".key"));
        // A library that does not mark its descriptors to be closed in a new program.
        var leak = NativeCalls.Duplicate((int)file.SafeFileHandle.DangerousGetHandle());
        try
        {
            var open = (await Support.Do(folders, "descriptors")).ShouldHaveSingleItem();
            open.ShouldNotContain(".key");
            open.Split(' ').ShouldAllBe(path => path.Length == 0 || path.EndsWith(".dll") || path == "(deleted)" || path.StartsWith("/memfd:") || path.StartsWith("/dev/"));
        }
        finally
        {
            _ = NativeCalls.Close(leak);
        }
    }

    [Fact]
    public async Task It_has_no_privileges_and_cannot_gain_any()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has this sandbox.");
        using var folders = new SandboxFolders();
        var answers = await Support.Do(folders, "status=NoNewPrivs", "status=CapEff", "status=CapPrm", "status=CapAmb", "status=Seccomp", "status=Uid");
        answers[..4].ShouldBe(["1", "0000000000000000", "0000000000000000", "0000000000000000"]);
        if (Support.FiltersSystemCalls) answers[4].ShouldBe("2");
        if (Support.User is { } user) answers[5].Split('\t').ShouldAllBe(id => id == user.UserId.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Sandboxes))]
    public async Task Bytes_pass_its_pipes_unchanged_and_its_exit_code_is_seen(bool isRestricted)
    {
        using var folders = new SandboxFolders();
        using var process = Sandbox.Create(Of(isRestricted), []).Start(folders.Command("echo", "exit=7"));
        var sent = new string('ä', 200_000);
        var received = new StreamReader(process.Output).ReadLineAsync();
        await process.Input.WriteAsync(Encoding.UTF8.GetBytes(sent));
        process.Input.Close();
        System.Text.Json.JsonSerializer.Deserialize<string>((await received)!).ShouldBe(sent);
        (await process.Exited).ShouldBe(7);
    }

    [Fact]
    public void A_program_that_is_not_there_is_an_error_that_names_it()
    {
        using var folders = new SandboxFolders();
        Should.Throw<SandboxException>(() => Sandbox.Create(Support, []).Start(folders.Command() with { FileName = "no-such-program" }))
            .Message.ShouldContain("no-such-program");
    }

    [Fact]
    public void The_server_itself_keeps_its_rights()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has this sandbox.");
        using var folders = new SandboxFolders();
        Sandbox.Create(Support, []).Start(folders.Command("temp")).Dispose();
        var rights = Directory.GetDirectories("/proc/self/task").Select(NoNewPrivileges).OfType<string>().ToList();
        rights.ShouldNotBeEmpty();
        rights.ShouldAllBe(line => line == "NoNewPrivs:\t0");

        File.ReadAllText(folders.Path(".key")).ShouldBe("a secret");
    }

    /// <summary>What a thread may not do any more; null if it has ended meanwhile.</summary>
    private static string? NoNewPrivileges(string thread)
    {
        try
        {
            return File.ReadLines(Path.Combine(thread, "status")).Single(line => line.StartsWith("NoNewPrivs:", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static SandboxSupport Of(bool isRestricted) => isRestricted ? Support : SandboxSupport.None("the test has it so");
}
