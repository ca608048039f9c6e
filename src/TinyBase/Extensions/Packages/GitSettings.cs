namespace TinyBase.Extensions.Packages;

/// <summary>The settings and the environment of git: all of them, as nothing is inherited.</summary>
internal static class GitSettings
{
    private static readonly string[] Inherited =
    [
        "PATH", "SystemRoot", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ];

    /// <summary>Where git is; null if it is not installed.</summary>
    public static string? FindProgram()
    {
        var name = OperatingSystem.IsWindows() ? "git.exe" : "git";
        return (System.Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Join(folder, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The file of settings.</summary>
    /// <param name="addresses">Which addresses a host is reached at, as curl wants it; null for any, then redirects are followed too.</param>
    public static string Text(string? addresses) => $"""
        [core]
            hooksPath = /dev/null
            fsmonitor = false
            autocrlf = false
        [credential]
            helper =
        [safe]
            directory = *
        [gc]
            auto = 0
        [maintenance]
            auto = false
        [submodule]
            recurse = false
        [advice]
            detachedHead = false
        [http]
            lowSpeedLimit = 1000
            lowSpeedTime = 30
            followRedirects = {(addresses is null ? "initial" : "false")}
        {(addresses is { Length: > 0 } ? $"    curloptResolve = {addresses}" : string.Empty)}

        """;

    /// <summary>The environment.</summary>
    /// <param name="home">Its home folder, with its settings.</param>
    /// <param name="isOperator">Whether repositories may be reached in ways that are the operator's own.</param>
    public static Dictionary<string, string> Environment(string home, bool isOperator)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["TMPDIR"] = home,
            ["LANG"] = "C.UTF-8",
            ["LC_ALL"] = "C.UTF-8",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = Path.Join(home, "gitconfig"),
            ["GIT_ATTR_NOSYSTEM"] = "1",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ASKPASS"] = string.Empty,
            ["SSH_ASKPASS"] = string.Empty,
            ["GIT_ALLOW_PROTOCOL"] = isOperator ? "https:http:ssh:git:file" : "https:http",
            ["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=10",
        };
        foreach (var name in Inherited)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value) result[name] = value;
        }

        return result;
    }
}
