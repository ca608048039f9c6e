using System.IO.Compression;
using System.Text;

using Shouldly;

using TinyBase.Extensions.Packages;

using Xunit;

namespace TinyBase.Tests.Extensions.Packages;

/// <summary>Zip files, those that are meant well and those that are not.</summary>
public sealed class ZipInstallTests : IDisposable
{
    private const int Link = unchecked((int)0xA1FF0000);

    private readonly PackageFolders _folders = new();

    [Theory]
    [InlineData("")]
    [InlineData("rates-main/")]
    public async Task A_zip_file_is_unpacked_with_or_without_a_folder_around_it(string prefix)
    {
        using var staged = (await Stage([
            (prefix + "extension.toml", PackageFolders.Manifest("rates")),
            (prefix + "src/", string.Empty),
            (prefix + "src/Rates.cs", "class Rates;"),
            (prefix + "wwwroot/index.html", "<p>"),
        ])).Staged.ShouldNotBeNull();
        staged.Manifest.Name.ShouldBe("rates");
        staged.Commit.ShouldBeNull();
        PackageFolders.FilesIn(staged.Folder).ShouldBe(["extension.toml", "src/Rates.cs", "wwwroot/index.html"]);
    }

    [Theory]
    [InlineData("../evil.cs")]
    [InlineData("src/../../evil.cs")]
    [InlineData("/etc/evil.cs")]
    [InlineData("..\\evil.cs")]
    [InlineData("C:\\evil.cs")]
    [InlineData("C:evil.cs")]
    [InlineData("a//b.cs")]
    [InlineData("./a.cs")]
    [InlineData("a\0b.cs")]
    [InlineData("a\u0001.cs")]
    [InlineData("src/nul.cs")]
    [InlineData("src/a.")]
    [InlineData("../")]
    public async Task A_path_that_leaves_the_folder_or_means_something_else_is_refused(string path)
    {
        var result = await Stage([("extension.toml", PackageFolders.Manifest("evil")), (path, "evil")]);
        result.Staged.ShouldBeNull();
        result.Problem.ShouldNotBeNull().ShouldContain("leads elsewhere");
        NothingIsLeft();
        Directory.EnumerateFiles(_folders.Root, "*evil*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("A.cs", "a.cs")]
    [InlineData("src/a.cs", "SRC/b.cs")]
    [InlineData("a.cs", "a.cs")]
    [InlineData("a", "a/b.cs")]
    [InlineData("caf\u00e9.cs", "cafe\u0301.cs")]
    public async Task Two_paths_that_some_systems_take_for_one_are_refused(string one, string other)
    {
        var result = await Stage([("extension.toml", PackageFolders.Manifest("twice")), (one, "1"), (other, "2")]);
        result.Problem.ShouldNotBeNull().ShouldContain("would be the same file on some systems");
        NothingIsLeft();
    }

    [Fact]
    public async Task A_link_is_refused()
    {
        var result = await Stage(archive =>
        {
            Write(archive, "extension.toml", PackageFolders.Manifest("linked"));
            Write(archive, "src", "/etc").ExternalAttributes = Link;
            Write(archive, "src/passwd.cs", "evil");
        });
        result.Problem.ShouldBe("'src' is a link or a device; an extension must have files only");
        NothingIsLeft();
    }

    [Fact]
    public async Task A_file_that_unpacks_to_far_more_than_its_size_is_refused()
    {
        var result = await Stage([("extension.toml", PackageFolders.Manifest("bomb")), ("a.txt", new string('a', 20 * 1024 * 1024))]);
        result.Problem.ShouldNotBeNull().ShouldContain("zip bomb");
        NothingIsLeft();
    }

    [Fact]
    public async Task Too_many_files_are_refused()
    {
        var result = await Stage([("extension.toml", PackageFolders.Manifest("many")), .. Enumerable.Range(0, PackageFiles.MaxFiles).Select(n => ($"{n}.cs", ""))]);
        result.Problem.ShouldBe("The extension has more than 5000 files");
        NothingIsLeft();
    }

    [Fact]
    public async Task A_file_that_is_none_or_is_cut_off_is_refused()
    {
        _folders.Write("not.zip", "not a zip file");
        (await Stage("not.zip")).Problem.ShouldNotBeNull().ShouldStartWith("It is no zip file that can be read");
        (await Stage("missing.zip")).Problem.ShouldBe($"There is no file {_folders.Path("missing.zip")}");
        using (var archive = ZipFile.Open(_folders.Path("cut.zip"), ZipArchiveMode.Create)) Write(archive, "extension.toml", PackageFolders.Manifest("cut"));
        var whole = await File.ReadAllBytesAsync(_folders.Path("cut.zip"));
        await File.WriteAllBytesAsync(_folders.Path("cut.zip"), whole[..^30]);
        (await Stage("cut.zip")).Problem.ShouldNotBeNull().ShouldStartWith("It is no zip file that can be read");
        NothingIsLeft();
    }

    [Fact]
    public async Task Two_folders_with_manifests_are_no_extension()
    {
        var result = await Stage([("a/extension.toml", PackageFolders.Manifest("a")), ("b/extension.toml", PackageFolders.Manifest("b"))]);
        result.Problem.ShouldBe("Manifest not found: extension.toml");
    }

    public void Dispose() => _folders.Dispose();

    private static ZipArchiveEntry Write(ZipArchive archive, string path, string text)
    {
        var entry = archive.CreateEntry(path);
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
        return entry;
    }

    private Task<StageResult> Stage((string Path, string Text)[] files) => Stage(archive =>
    {
        foreach (var (path, text) in files) Write(archive, path, text);
    });

    private Task<StageResult> Stage(Action<ZipArchive> fill)
    {
        using (var archive = ZipFile.Open(_folders.Path("package.zip"), ZipArchiveMode.Create)) fill(archive);
        return Stage("package.zip");
    }

    private Task<StageResult> Stage(string name) => _folders.Installer.Stage(new ZipSource(name, _folders.Path(name)), CancellationToken.None);

    private void NothingIsLeft() => _folders.Leftovers().ShouldBeEmpty();
}
