using Shouldly;

using TinyBase.Extensions.Packages;

using Xunit;

namespace TinyBase.Tests.Extensions.Packages;

/// <summary>The ways to say where an extension comes from.</summary>
public sealed class ExtensionSourceTests
{
    [Theory]
    [InlineData("owner/repo", "https://github.com/owner/repo.git", null)]
    [InlineData("owner/my.repo_1", "https://github.com/owner/my.repo_1.git", null)]
    [InlineData("owner/repo.git", "https://github.com/owner/repo.git", null)]
    [InlineData("owner/repo/tree/v1.2", "https://github.com/owner/repo.git", "v1.2")]
    [InlineData("github.com/owner/repo", "https://github.com/owner/repo.git", null)]
    [InlineData("https://github.com/owner/repo", "https://github.com/owner/repo.git", null)]
    [InlineData("https://github.com/owner/repo.git", "https://github.com/owner/repo.git", null)]
    [InlineData("https://github.com/owner/repo/", "https://github.com/owner/repo.git", null)]
    [InlineData("https://github.com/owner/repo/tree/main/src/a", "https://github.com/owner/repo.git", "main")]
    [InlineData("https://github.com/owner/repo/blob/main/README.md", "https://github.com/owner/repo.git", null)]
    [InlineData("https://git.example.com/team/repo.git", "https://git.example.com/team/repo.git", null)]
    [InlineData("https://git.example.com/team/repo.git#release/2", "https://git.example.com/team/repo.git", "release/2")]
    public void A_repository_is_understood(string given, string url, string? branch)
    {
        var source = ExtensionSource.Parse(given, isOperator: false).Source.ShouldBeOfType<GitSource>();
        (source.Given, source.Url, source.Branch).ShouldBe((given, url, branch));
    }

    [Theory]
    [InlineData("ssh://git@example.com/team/repo.git")]
    [InlineData("git@example.com:team/repo.git")]
    [InlineData("git://example.com/repo.git")]
    [InlineData("file:///srv/repo.git")]
    public void The_operator_has_more_ways(string given)
    {
        ExtensionSource.Parse(given, isOperator: true).Source.ShouldBeOfType<GitSource>().Url.ShouldBe(given);
        ExtensionSource.Parse(given, isOperator: false).Source.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("repo")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("-owner/repo")]
    [InlineData("owner/-repo")]
    [InlineData("owner/repo/tree/-branch")]
    [InlineData("ext::sh -c touch% /tmp/x")]
    [InlineData("fd::17/foo")]
    [InlineData("https::https://example.com/repo")]
    [InlineData("ftp://example.com/repo")]
    [InlineData("http:///repo")]
    [InlineData("ssh://-oProxyCommand=touch/repo")]
    [InlineData("git@-oProxyCommand=touch:repo")]
    [InlineData("https://example.com/repo#--output=x")]
    [InlineData("https://example.com/repo#a..b")]
    [InlineData("https://example.com/a\nb")]
    public void Anything_else_is_refused_for_all(string given)
    {
        foreach (var isOperator in new[] { false, true })
        {
            var result = ExtensionSource.Parse(given, isOperator);
            result.Source.ShouldBeNull();
            result.Problem.ShouldNotBeNull().ShouldStartWith("Invalid GitHub URL format: ");
        }
    }

    [Theory]
    [InlineData("https://user:secret@example.com/repo.git")]
    [InlineData("https://secret@example.com/repo.git")]
    [InlineData("ssh://git:secret@example.com/repo.git")]
    public void A_password_in_the_address_is_refused_and_not_repeated(string given)
    {
        var result = ExtensionSource.Parse(given, isOperator: true);
        result.Source.ShouldBeNull();
        result.Problem.ShouldNotBeNull().ShouldNotContain("secret");
    }

    [Fact]
    public void A_folder_and_a_zip_file_are_for_the_operator()
    {
        using var folders = new PackageFolders();
        var folder = folders.NewExtension("local");
        ExtensionSource.Parse(folder, isOperator: true).Source.ShouldBe(new FolderSource(folder, folder));
        ExtensionSource.Parse(folder, isOperator: false).Source.ShouldBeNull();
        ExtensionSource.Parse(folder + ".zip", isOperator: true).Source.ShouldBe(new ZipSource(folder + ".zip", folder + ".zip"));
        ExtensionSource.Parse(folder + ".zip", isOperator: false).Source.ShouldBeNull();
        ExtensionSource.Parse("./not/there", isOperator: true).Source.ShouldBe(new FolderSource(Path.GetFullPath("not/there"), Path.GetFullPath("not/there")));
    }
}
