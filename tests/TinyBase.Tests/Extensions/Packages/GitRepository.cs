using System.Diagnostics;

namespace TinyBase.Tests.Extensions.Packages;

/// <summary>A repository of git in a folder.</summary>
internal sealed class GitRepository
{
    private readonly string _folder;

    public GitRepository(string folder)
    {
        _folder = folder;
        Git("init", "--quiet", "--initial-branch=main");
    }

    /// <summary>Its address.</summary>
    public string Url => "file://" + _folder;

    /// <summary>Commits all that is in the folder.</summary>
    /// <returns>The commit.</returns>
    public string Commit()
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--message=A change");
        return Git("rev-parse", "HEAD").Trim();
    }

    public string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        foreach (var (name, value) in new[]
        {
            ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_AUTHOR_NAME", "Tests"), ("GIT_AUTHOR_EMAIL", "tests@example.com"),
            ("GIT_COMMITTER_NAME", "Tests"), ("GIT_COMMITTER_EMAIL", "tests@example.com"),
        })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed");
    }
}
