using System.Runtime.InteropServices;

namespace TinyBase.Functions.Building;

/// <summary>The .NET of this machine: what runs functions, and what builds them if it is installed.</summary>
internal sealed class DotNet
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    private DotNet(string host, bool hasSdk)
    {
        Host = host;
        HasSdk = hasSdk;
    }

    /// <summary>The full path of <c>dotnet</c>.</summary>
    public string Host { get; }

    /// <summary>The folder that it is installed in.</summary>
    public string Root => Path.GetDirectoryName(Host)!;

    /// <summary>Whether it can build.</summary>
    public bool HasSdk { get; }

    /// <summary>Finds it: one that can build, else the one that runs this process.</summary>
    public static DotNet Find() =>
        Candidates()
            .Where(File.Exists)
            .Select(path => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path)
            .Select(path => new DotNet(path, CanBuild(path)))
            .OrderByDescending(found => found.HasSdk)
            .FirstOrDefault(new DotNet(Path.GetFullPath(FileName), hasSdk: false));

    private static IEnumerable<string> Candidates()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        yield return Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", FileName));
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root) yield return Path.Join(root, FileName);
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        {
            if (folder.Length > 0) yield return Path.Join(folder, FileName);
        }
    }

    private static bool CanBuild(string host)
    {
        var folder = Path.Join(Path.GetDirectoryName(host), "sdk");
        return Directory.Exists(folder)
            && Directory.EnumerateDirectories(folder).Any(sdk => Version.TryParse(Path.GetFileName(sdk).Split('-')[0], out var version) && version.Major >= 10);
    }
}
