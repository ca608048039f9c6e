using System.Text.RegularExpressions;

namespace TinyBase.Extensions.Packages;

/// <summary>Reads where an extension is to come from.</summary>
/// <param name="given">What was given, without spaces around it.</param>
/// <param name="isOperator">Whether it comes from the command line.</param>
internal sealed partial class SourceReader(string given, bool isOperator)
{
    private const int Longest = 1000;

    private static readonly string[] OperatorSchemes = ["https", "http", "ssh", "git", "file"];
    private static readonly string[] NetworkSchemes = ["https", "http"];

    public SourceResult Read()
    {
        if (given.Length is 0 or > Longest || given.Any(letter => char.IsControl(letter) || (letter == ' ' && !isOperator))) return Invalid();
        if (isOperator && Local() is { } local) return new SourceResult(local, null);
        // Git would take the one for an option, the other for the name of a program to run.
        if (given[0] == '-' || Helper.IsMatch(given)) return Invalid();
        return GitHub() ?? ReadUrl();
    }

    // owner/repo and owner/repo/tree/branch.
    [GeneratedRegex(@"^(?<owner>[A-Za-z0-9_-]+)/(?<repo>[A-Za-z0-9_.-]+?)(?:\.git)?(?:/tree/(?<branch>[A-Za-z0-9_.-]+))?/?\z")]
    private static partial Regex Short { get; }

    // What follows the repository, other than a branch, counts for nothing.
    [GeneratedRegex(@"^(?:https?://)?(?:www\.)?github\.com/(?<owner>[A-Za-z0-9_-]+)/(?<repo>[A-Za-z0-9_.-]+?)(?:\.git)?(?:/tree/(?<branch>[A-Za-z0-9_.-]+))?(?:[/?].*)?\z")]
    private static partial Regex Long { get; }

    // git@example.com:owner/repo.git
    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!/)[A-Za-z0-9_~][A-Za-z0-9_.~/-]*\z")]
    private static partial Regex ShortSsh { get; }

    // ext::sh -c …
    [GeneratedRegex(@"^[A-Za-z0-9+.-]*::")]
    private static partial Regex Helper { get; }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_./-]*\z")]
    private static partial Regex BranchName { get; }

    private ExtensionSource? Local()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var path = Path.GetFullPath(given.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(home, given[2..]) : given);
        if (given.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && !given.Contains("://", StringComparison.Ordinal)) return new ZipSource(path, path);
        // A folder that is there is meant, even if a repository could have that name.
        var isMeant = given[0] is '.' or '~' || Path.IsPathRooted(given) || Directory.Exists(path);
        return isMeant ? new FolderSource(path, path) : null;
    }

    private SourceResult? GitHub()
    {
        var match = Short.Match(given);
        if (!match.Success) match = Long.Match(given);
        if (!match.Success) return null;
        var (owner, repo, branch) = (match.Groups["owner"].Value, match.Groups["repo"].Value, match.Groups["branch"]);
        if (owner[0] == '-' || repo is "." or ".." || repo[0] == '-' || (branch.Success && !BranchName.IsMatch(branch.Value))) return Invalid();
        return Git($"https://github.com/{owner}/{repo}.git", branch.Success ? branch.Value : null);
    }

    private SourceResult ReadUrl()
    {
        var (url, branch) = given.Split('#', 2) is [var before, var after] ? (before, after) : (given, null);
        if (branch is not null && (!BranchName.IsMatch(branch) || branch.Contains("..", StringComparison.Ordinal))) return Invalid();
        if (isOperator && ShortSsh.IsMatch(url)) return Git(url, branch);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !url.Contains("://", StringComparison.Ordinal)) return Invalid();
        if (!OperatorSchemes.Contains(address.Scheme)) return Invalid();
        if (!isOperator && !NetworkSchemes.Contains(address.Scheme))
        {
            return Failed($"Repositories with {address.Scheme}:// can be installed from the command line only: tinybase extensions install");
        }

        // It would be kept and shown as the source.
        if (address.UserInfo.Length > 0 && (address.Scheme != "ssh" || address.UserInfo.Contains(':', StringComparison.Ordinal)))
        {
            return Failed("The URL of the repository must not have a user or password in it: it is kept, and shown to admins");
        }

        if (address.Scheme != "file" && (address.Host.Length == 0 || address.Host[0] == '-')) return Invalid();
        return Git(url, branch);
    }

    private SourceResult Git(string url, string? branch) => new(new GitSource(given, url, branch, isOperator), null);

    private SourceResult Invalid() => Failed($"Invalid GitHub URL format: {(given.Length <= 200 ? given : given[..200] + "…")}");

    private static SourceResult Failed(string problem) => new(null, problem);
}
