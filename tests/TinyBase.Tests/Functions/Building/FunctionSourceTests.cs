using System.Text;

using Shouldly;

using TinyBase.Functions;
using TinyBase.Functions.Building;
using TinyBase.Tests.Storage;

using Xunit;

namespace TinyBase.Tests.Functions.Building;

/// <summary>Which files count for a function, and when a change of them does.</summary>
public sealed class FunctionSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LaterClock _later = new();

    public FunctionSourceTests()
    {
        Directory.CreateDirectory(_folder.File("lib"));
        foreach (var name in new[] { "_a.cs", "_b.cs", "lib/c.cs" }) File.WriteAllText(_folder.File(name), "");
    }

    private string Function => _folder.File("f.cs");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("_a.cs", "_a.cs")]
    [InlineData("lib\\c.cs", "lib/c.cs")]
    [InlineData("_a.cs; _b.cs", "_a.cs _b.cs")]
    [InlineData("_*.cs;lib/**/*.cs", "_a.cs _b.cs lib/c.cs")]
    public void Included_files_count_however_they_are_named(string given, string files)
    {
        File.WriteAllText(Function, $"#:include {given}\r\nreturn 0;");

        Read().Includes.Select(Read().Relative).ShouldBe(files.Split(' '));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void The_mark_at_the_beginning_of_a_file_is_not_in_the_way(string encoding)
    {
        File.WriteAllText(Function, "#:include _a.cs\nreturn 0;", Encoding.GetEncoding(encoding));

        Read().Includes.ShouldBe([_folder.File("_a.cs")]);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void What_is_written_back_is_the_same_version_however_it_was_encoded(string encoding)
    {
        File.WriteAllText(Function, "#:include _a.cs\nreturn 0; // ä", Encoding.GetEncoding(encoding));
        File.WriteAllText(_folder.File("_a.cs"), "// ö", Encoding.GetEncoding(encoding));
        var found = Read();

        var code = FunctionCode.Of(found);
        File.WriteAllText(Function, code.Content);
        foreach (var (name, text) in code.Files) File.WriteAllText(_folder.File(name), text);

        Read().ContentHash.ShouldBe(found.ContentHash);
        // The compiler may make something else of it.
        Read().Hash.ShouldNotBe(found.Hash);
        File.WriteAllText(_folder.File("_a.cs"), "// o");
        Read().ContentHash.ShouldNotBe(found.ContentHash);
    }

    [Theory]
    [InlineData("$(MSBuildProjectDirectory)/_a.cs")]
    [InlineData("_?.cs")]
    public void What_is_included_in_a_way_that_is_not_followed_is_known(string given)
    {
        File.WriteAllText(Function, $"#:include {given}\nreturn 0;");

        Read().Unfollowed.ShouldBe(given);
    }

    [Fact]
    public void A_file_that_failed_is_built_again_when_it_is_saved_again()
    {
        File.WriteAllText(Function, "return 0;");
        Age(Function, 60);
        var file = new FunctionFile(Function, _folder.Path);
        file.HasChanged(_later).ShouldBeTrue();
        file.HasChanged(_later).ShouldBeFalse();

        file.HasFailed = true;
        file.HasChanged(_later).ShouldBeFalse();
        Age(Function, 30);

        file.HasChanged(_later).ShouldBeTrue();
        file.HasChanged(_later).ShouldBeFalse();
    }

    [Fact]
    public void What_counts_of_a_link_is_what_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        var target = _folder.File("lib/f.cs");
        File.WriteAllText(target, "return 0;");
        Age(target, 60);
        File.CreateSymbolicLink(Function, target);
        var file = new FunctionFile(Function, _folder.Path);
        file.HasChanged(_later).ShouldBeTrue();

        File.WriteAllText(target, "return 1;");
        Age(target, 30);

        // It counts once it is found twice.
        file.HasChanged(_later).ShouldBeFalse();
        file.HasChanged(_later).ShouldBeTrue();
    }

    private static void Age(string path, int seconds) => File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-seconds));

    private FunctionSource Read() => FunctionSource.Read(Function, _folder.Path).ShouldNotBeNull();

    /// <summary>What was written just now is looked at every time; by this clock nothing was.</summary>
    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddMinutes(1);
    }
}
