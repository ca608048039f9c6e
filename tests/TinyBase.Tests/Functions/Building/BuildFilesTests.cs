using System.Diagnostics;
using Shouldly;
using TinyBase.Functions.Building;
using Xunit;

namespace TinyBase.Tests.Functions.Building;

/// <summary>What a build has left is read without following where it leads.</summary>
public sealed class BuildFilesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("tinybase-");
    private readonly string _built;

    public BuildFilesTests()
    {
        _built = Directory.CreateDirectory(Path.Join(_root.FullName, "built")).FullName;
        Directory.CreateDirectory(Path.Join(_built, "de"));
        File.WriteAllText(Path.Join(_built, "a.dll"), "program");
        File.WriteAllText(Path.Join(_built, "de", "a.resources.dll"), "texts");
        Directory.CreateDirectory(Path.Join(_root.FullName, "secret"));
        File.WriteAllText(Path.Join(_root.FullName, "secret", "key"), "secret");
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Files_and_folders_are_read()
    {
        BuildFiles.Irregular(_built).ShouldBeNull();
        BuildFiles.In(_built).Order().ShouldBe(["a.dll", Path.Join("de", "a.resources.dll")]);
        BuildFiles.Read(_built, "a.dll").ShouldBe("program"u8.ToArray());
        BuildFiles.Read(_built, Path.Join("de", "a.resources.dll")).ShouldBe("texts"u8.ToArray());
        File.WriteAllText(Path.Join(_built, "empty"), "");
        BuildFiles.Read(_built, "empty").ShouldBeEmpty();
    }

    [Fact]
    public void A_link_to_a_file_is_found_and_not_followed()
    {
        File.CreateSymbolicLink(Path.Join(_built, "de", "link"), Path.Join(_root.FullName, "secret", "key"));

        BuildFiles.Irregular(_built).ShouldBe(Path.Join("de", "link"));
        Should.Throw<IOException>(() => BuildFiles.Read(_built, Path.Join("de", "link"))).Message.ShouldContain("link");
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_found()
    {
        File.CreateSymbolicLink(Path.Join(_built, "link"), Path.Join(_root.FullName, "nothing"));

        BuildFiles.Irregular(_built).ShouldBe("link");
    }

    [Fact]
    public void A_link_to_a_folder_is_found_and_not_followed()
    {
        Directory.CreateSymbolicLink(Path.Join(_built, "link"), Path.Join(_root.FullName, "secret"));

        BuildFiles.Irregular(_built).ShouldBe("link");
        BuildFiles.In(_built).ShouldNotContain(Path.Join("link", "key"));
        if (OperatingSystem.IsLinux()) Should.Throw<IOException>(() => BuildFiles.Read(_built, Path.Join("link", "key")));
    }

    [Fact]
    public void A_pipe_is_found_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has these pipes here.");
        using (var make = Process.Start("mkfifo", [Path.Join(_built, "pipe")])) make.WaitForExit();

        BuildFiles.Irregular(_built).ShouldBe("pipe");
        Should.Throw<IOException>(() => BuildFiles.Read(_built, "pipe"));
    }
}
