using System.Globalization;
using System.Net.Sockets;
using Shouldly;
using TinyBase.Functions.Sandboxing;
using Xunit;

namespace TinyBase.Tests.Functions.Sandboxing;

/// <summary>What a hostile function does not get.</summary>
public sealed class SandboxRefusalTests
{
    private static readonly SandboxSupport Support = Sandbox.Detect();
    private static readonly string Server = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_files_of_the_server_and_of_other_functions_are_refused()
    {
        RequireLandlock();
        using var folders = new SandboxFolders();
        await Support.DoesNotDo(folders, FileDeeds(folders));
        AssertUntouched(folders);
    }

    [Fact]
    public async Task A_root_whose_folder_others_may_not_enter_still_keeps_its_files()
    {
        RequireLandlock();
        using var folders = new SandboxFolders(isOpen: false);
        await Support.DoesNotDo(folders, FileDeeds(folders));
        AssertUntouched(folders);
        (await Support.Do(folders, "temp", "status=CapBnd", "status=CapEff", "status=Groups"))
            .Select(answer => answer.Trim()).ShouldBe(Support.User is null ? ["kept", .. OwnCapabilities()] : ["kept", NoCapabilities, NoCapabilities, ""]);
    }

    [Fact]
    public async Task Without_Landlock_another_user_keeps_the_files()
    {
        Assert.SkipWhen(Support.User is null, "The tests do not run as root, so there is no other user.");
        using var folders = new SandboxFolders();
        var support = Support with { LandlockAbi = 0, FiltersSystemCalls = false };
        await support.DoesNotDo(
            folders,
            $"read={folders.Path(".key")}", $"write={folders.Path("data.db")}", $"delete={folders.Path(".control")}", "read=/etc/shadow",
            $"write={folders.Path("functions/settings.json")}", $"environ={Server}", $"memory={Server}", $"descriptors-of={Server}",
            $"signal={Server}", $"trace={Server}", "become-root=");
        AssertUntouched(folders);
        (await support.Do(folders, "temp", "status=CapEff")).ShouldBe(["kept", NoCapabilities]);
    }

    [Fact]
    public void Without_Landlock_a_folder_that_the_other_user_may_not_enter_is_an_error_that_says_so()
    {
        Assert.SkipWhen(Support.User is null, "The tests do not run as root, so there is no other user.");
        using var folders = new SandboxFolders(isOpen: false);
        var sandbox = Sandbox.Create(Support with { LandlockAbi = 0 }, []);
        Should.Throw<SandboxException>(() => sandbox.Start(folders.Command("temp"))).Message
            .ShouldContain($"Functions run as user {Support.User.UserId}, who must be able to read");
    }

    [Fact]
    public async Task The_memory_environment_and_life_of_the_server_are_refused()
    {
        RequireLandlock();
        using var folders = new SandboxFolders();
        await Support.DoesNotDo(folders, $"environ={Server}", $"memory={Server}", $"descriptors-of={Server}", $"trace={Server}");
        Assert.SkipWhen(Support is { LandlockAbi: < 6, User: null }, "This kernel's Landlock does not know signals.");
        await Support.DoesNotDo(folders, $"signal={Server}");
    }

    [Fact]
    public async Task The_memory_and_life_of_another_function_are_refused()
    {
        RequireLandlock();
        using var folders = new SandboxFolders();
        using var other = Sandbox.Create(Support, []).Start(folders.Command("temp", "wait"));
        using var output = new StreamReader(other.Output);
        (await output.ReadLineAsync()).ShouldBe("\"kept\"");
        var id = other.Id.ToString(CultureInfo.InvariantCulture);
        await Support.DoesNotDo(folders, $"environ={id}", $"memory={id}", $"trace={id}");
        Assert.SkipWhen(Support.LandlockAbi < 6, "This kernel's Landlock does not know signals.");
        await Support.DoesNotDo(folders, $"signal={id}");
    }

    [Fact]
    public async Task Sockets_of_this_machine_and_ports_to_listen_on_are_refused()
    {
        Assert.SkipUnless(Support.FiltersSystemCalls, "This system has no filter of system calls.");
        using var folders = new SandboxFolders();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folders.Path("s")));
        socket.Listen();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folders.Path("s"), (UnixFileMode)Convert.ToInt32("666", 8));

        await Support.DoesNotDo(folders, $"connect={folders.Path("s")}", "namespace=", "leave-session=", "leave-group=", "listen=");
    }

    [Fact]
    public void A_command_that_would_make_the_key_readable_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has this sandbox.");
        using var folders = new SandboxFolders();
        File.CreateSymbolicLink(folders.Path("link"), folders.Path("."));
        var sandbox = Sandbox.Create(Support, [folders.Path(".key")]);
        var command = folders.Command("temp") with { ReadablePaths = [folders.Path("link")] };
        Should.Throw<SandboxException>(() => sandbox.Start(command)).Message
            .ShouldBe($"{folders.Path(".key")} lies in {folders.Path("link")}, which functions may reach. Move one of them, so that functions cannot read it.");
    }

    private const string NoCapabilities = "0000000000000000";

    private static string[] FileDeeds(SandboxFolders folders) =>
    [
        $"read={folders.Path("data.db")}", $"read={folders.Path(".key")}", $"read={folders.Path(".control")}", $"read={folders.Path("other/file")}",
        $"list={folders.Path(".")}", $"list={folders.Path("other")}", $"write={folders.Path("data.db")}", $"delete={folders.Path(".key")}",
        $"write={folders.Path("new")}", $"write={folders.Path("functions/settings.json")}", $"write={folders.Path("functions/new")}",
        "write=/usr/share/new", "write=/dev/shm/new", "read=/etc/shadow", "list=/home", "list=/",
    ];

    private static void AssertUntouched(SandboxFolders folders)
    {
        foreach (var file in new[] { "data.db", ".key", ".control", "other/file" }) File.ReadAllText(folders.Path(file)).ShouldBe("a secret");
        Directory.GetFileSystemEntries(folders.Path("functions")).ShouldHaveSingleItem();
    }

    // A server that is not root keeps its bounding set, which gives nothing to a program that may gain no privileges.
    private static string[] OwnCapabilities() => [Status("CapBnd"), NoCapabilities, Status("Groups")];

    private static string Status(string field) =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split('\t', 2)[1].Trim();

    private static void RequireLandlock() =>
        Assert.SkipWhen(Support.LandlockAbi == 0, $"This system has no Landlock: {Support.Missing}.");
}
