using Shouldly;

using TinyBase.Extensions.Packages;

using Xunit;

namespace TinyBase.Tests.Extensions.Packages;

/// <summary>Fetching extensions from folders and repositories, and putting them into their place.</summary>
public sealed class ExtensionInstallerTests : IDisposable
{
    private readonly PackageFolders _folders = new();

    [Fact]
    public async Task A_folder_is_copied_without_what_tools_left_in_it()
    {
        _folders.NewExtension("rates");
        _folders.Write("rates/src/Deep/Rates.cs", "class Rates;");
        foreach (var left in new[] { ".git/config", "bin/Release/a.dll", "src/obj/a.json", "node_modules/a/index.js", ".DS_Store" }) _folders.Write("rates/" + left, "left");

        using var staged = (await Stage("rates")).Staged.ShouldNotBeNull();
        PackageFolders.FilesIn(staged.Folder).ShouldBe(["Hooks.cs", "extension.toml", "src/Deep/Rates.cs"]);
        _folders.Installer.Commit(staged).ShouldBeNull();
        PackageFolders.FilesIn(_folders.Installer.FolderOf("rates")).ShouldBe(["Hooks.cs", "extension.toml", "src/Deep/Rates.cs"]);
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_built_assembly_is_copied_from_where_the_build_left_it()
    {
        _folders.Write("built/extension.toml", PackageFolders.Manifest("built") + "entry_point = \"bin/Release/My.dll\"\n");
        _folders.Write("built/bin/Release/My.dll", "an assembly");
        _folders.Write("built/obj/project.assets.json", "{}");
        using var staged = (await Stage("built")).Staged.ShouldNotBeNull();
        PackageFolders.FilesIn(staged.Folder).ShouldBe(["bin/Release/My.dll", "extension.toml"]);
    }

    [Fact]
    public async Task A_link_in_a_folder_is_refused()
    {
        File.CreateSymbolicLink(Path.Join(_folders.NewExtension("linked"), "passwd.cs"), "/etc/passwd");
        (await Stage("linked")).Problem.ShouldBe("'passwd.cs' is a link; an extension must have files only");
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_without_a_manifest_or_none_at_all_is_refused()
    {
        _folders.Write("empty/a.cs", "class A;");
        (await Stage("empty")).Problem.ShouldBe("Manifest not found: extension.toml");
        (await Stage("missing")).Problem.ShouldBe($"There is no folder {_folders.Path("missing")}");
        Directory.CreateDirectory(_folders.Path("installed/other"));
        (await Stage("installed/other")).Problem.ShouldNotBeNull().ShouldContain("is where the installed extensions are");
        (await Stage("")).Problem.ShouldNotBeNull().ShouldContain("is where the installed extensions are");
    }

    [Fact]
    public async Task The_hash_tells_content_and_nothing_else()
    {
        _folders.NewExtension("rates");
        using var first = (await Stage("rates")).Staged.ShouldNotBeNull();
        using var again = (await Stage("rates")).Staged.ShouldNotBeNull();
        again.ContentHash.ShouldBe(first.ContentHash);
        _folders.Write("rates/Hooks.cs", "public sealed class Changed;");
        using var changed = (await Stage("rates")).Staged.ShouldNotBeNull();
        changed.ContentHash.ShouldNotBe(first.ContentHash);
    }

    [Fact]
    public async Task A_new_version_takes_the_place_of_the_old_one_with_none_of_its_files()
    {
        _folders.NewExtension("rates");
        _folders.Write("rates/Old.cs", "class Old;");
        await Install("rates");
        File.Delete(_folders.Path("rates/Old.cs"));
        _folders.NewExtension("rates", "2.0.0");
        await Install("rates");
        PackageFolders.FilesIn(_folders.Installer.FolderOf("rates")).ShouldBe(["Hooks.cs", "extension.toml"]);
        ExtensionManifestReader.Read(_folders.Installer.FolderOf("rates")).Manifest.ShouldNotBeNull().Version.ShouldBe("2.0.0");
        _folders.Installer.Keep("rates");
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_version_can_be_taken_back_with_all_of_its_files()
    {
        _folders.NewExtension("rates");
        await Install("rates");
        _folders.NewExtension("rates", "2.0.0");
        _folders.Write("rates/New.cs", "class New;");
        await Install("rates");

        _folders.Installer.TakeBack("rates");

        PackageFolders.FilesIn(_folders.Installer.FolderOf("rates")).ShouldBe(["Hooks.cs", "extension.toml"]);
        ExtensionManifestReader.Read(_folders.Installer.FolderOf("rates")).Manifest.ShouldNotBeNull().Version.ShouldBe("1.0.0");
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_extension_that_cannot_be_moved_leaves_the_old_one_in_place()
    {
        _folders.NewExtension("rates");
        await Install("rates");
        using var staged = (await Stage("rates")).Staged.ShouldNotBeNull();
        Directory.Delete(staged.Folder, recursive: true);
        _folders.Installer.Commit(staged).ShouldNotBeNull().ShouldStartWith("Extension 'rates' cannot be put into its place: ");
        PackageFolders.FilesIn(_folders.Installer.FolderOf("rates")).ShouldBe(["Hooks.cs", "extension.toml"]);
    }

    [Fact]
    public async Task What_a_kill_cut_off_is_ended_at_the_next_start()
    {
        _folders.NewExtension("rates");
        _folders.NewExtension("other");
        await Install("rates");
        await Install("other");
        // The old version was taken from its place, and the new one did not get there.
        Directory.CreateDirectory(_folders.Path("installed/.replaced"));
        Directory.Move(_folders.Path("installed/rates"), _folders.Path("installed/.replaced/rates"));
        // The new version got there, and the old one was not removed yet.
        _folders.Write("installed/.replaced/other/extension.toml", PackageFolders.Manifest("other", "0.1.0"));
        _folders.Write("installed/.staging/half/extension.toml", "[ext");

        _folders.Installer.Recover();
        ExtensionManifestReader.Read(_folders.Installer.FolderOf("rates")).Manifest.ShouldNotBeNull();
        ExtensionManifestReader.Read(_folders.Installer.FolderOf("other")).Manifest.ShouldNotBeNull().Version.ShouldBe("1.0.0");
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removed_extension_is_gone()
    {
        _folders.NewExtension("rates");
        await Install("rates");
        _folders.Installer.Remove("rates");
        _folders.Installer.Remove("rates");
        Directory.Exists(_folders.Installer.FolderOf("rates")).ShouldBeFalse();
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repository_is_fetched_at_a_branch_or_a_tag_or_its_own_choice()
    {
        var repository = new GitRepository(_folders.NewExtension("rates"));
        var first = repository.Commit();
        repository.Git("tag", "v1");
        repository.Git("checkout", "--quiet", "-b", "next");
        _folders.NewExtension("rates", "2.0.0");
        var second = repository.Commit();
        repository.Git("checkout", "--quiet", "main");

        foreach (var (suffix, version, commit) in new[] { ("", "1.0.0", first), ("#v1", "1.0.0", first), ("#next", "2.0.0", second) })
        {
            using var staged = (await StageGit(repository.Url + suffix)).Staged.ShouldNotBeNull();
            (staged.Manifest.Version, staged.Commit).ShouldBe((version, commit));
            PackageFolders.FilesIn(staged.Folder).ShouldBe(["Hooks.cs", "extension.toml"]);
        }

        (await StageGit(repository.Url + "#missing")).Problem.ShouldNotBeNull().ShouldStartWith("Git clone failed: ");
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repository_runs_nothing_and_brings_no_links()
    {
        var repository = new GitRepository(_folders.NewExtension("hostile"));
        _folders.Write("hostile/.gitattributes", "*.cs filter=evil\n");
        _folders.Write("hostile/.gitmodules", "[submodule \"a\"]\n\tpath = a\n\turl = ext::touch evil\n");
        repository.Commit();
        (await StageGit(repository.Url)).Staged.ShouldNotBeNull().Dispose();
        File.CreateSymbolicLink(_folders.Path("hostile/passwd.cs"), "/etc/passwd");
        repository.Commit();
        (await StageGit(repository.Url)).Problem.ShouldBe("'passwd.cs' is a link; an extension must have files only");
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repository_that_is_not_there_or_empty_says_so_without_folders_of_this_machine()
    {
        var problem = (await StageGit("file://" + _folders.Path("missing"))).Problem.ShouldNotBeNull();
        problem.ShouldStartWith("Git clone failed: ");
        problem.ShouldNotContain(".staging");
        Directory.CreateDirectory(_folders.Path("bare"));
        (await StageGit(new GitRepository(_folders.Path("bare")).Url)).Problem.ShouldNotBeNull().ShouldStartWith("Git clone failed: ");
        _folders.Leftovers().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/owner/repo.git")]
    [InlineData("https://[::1]/owner/repo.git")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://10.0.0.1/repo.git")]
    public async Task A_repository_in_a_private_network_is_for_the_operator_alone(string url)
    {
        var source = ExtensionSource.Parse(url, isOperator: false).Source.ShouldNotBeNull();
        (await _folders.Installer.Stage(source, CancellationToken.None)).Problem.ShouldNotBeNull().ShouldContain("is an address of this machine or of a private network");
    }

    [Fact]
    public async Task A_higher_version_is_found_where_the_extension_came_from()
    {
        var updates = new ExtensionUpdates(_folders.Installed, _folders.Sandbox, TimeProvider.System);
        var repository = new GitRepository(_folders.NewExtension("rates"));
        repository.Commit();
        repository.Git("branch", "old");
        _folders.NewExtension("rates", "1.10.0");
        repository.Commit();

        (await Find("", "1.9.0")).ShouldBe("1.10.0");
        (await Find("", "1.10.0")).ShouldBeNull();
        (await Find("", "2.0.0")).ShouldBeNull();
        (await Find("#old", "1.9.0")).ShouldBeNull();
        (await Find("#missing", "1.9.0")).ShouldBeNull();
        (await updates.Find(new FolderSource("rates", _folders.Path("rates")), "1.9.0", CancellationToken.None)).ShouldBe("1.10.0");
        _folders.Leftovers().ShouldBeEmpty();

        Task<string?> Find(string branch, string version) =>
            updates.Find(ExtensionSource.Parse(repository.Url + branch, isOperator: true).Source!, version, CancellationToken.None);
    }

    [Fact]
    public async Task Cancelling_leaves_nothing()
    {
        var repository = new GitRepository(_folders.NewExtension("rates"));
        repository.Commit();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(
            () => _folders.Installer.Stage(ExtensionSource.Parse(repository.Url, isOperator: true).Source!, cancel.Token));
        _folders.Leftovers().ShouldBeEmpty();
    }

    public void Dispose() => _folders.Dispose();

    private Task<StageResult> Stage(string folder) => _folders.Installer.Stage(new FolderSource(folder, _folders.Path(folder)), CancellationToken.None);

    private Task<StageResult> StageGit(string url) => _folders.Installer.Stage(ExtensionSource.Parse(url, isOperator: true).Source.ShouldNotBeNull(), CancellationToken.None);

    private async Task Install(string folder)
    {
        using var staged = (await Stage(folder)).Staged.ShouldNotBeNull();
        _folders.Installer.Commit(staged).ShouldBeNull();
    }
}
