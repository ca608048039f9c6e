namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>Keeps a grant from covering what no function may ever reach: Landlock cannot take a file out of a granted folder.</summary>
internal static class ProtectedPaths
{
    public static void Check(IReadOnlyList<GrantedPath> granted, IReadOnlyList<string> protectedPaths)
    {
        foreach (var grant in granted)
        {
            var folder = Real(grant.Path);
            var covered = protectedPaths.FirstOrDefault(path => IsIn(Real(path), folder));
            if (covered is not null)
            {
                throw new SandboxException(
                    $"{covered} lies in {grant.Path}, which functions may reach. Move one of them, so that functions cannot read it.");
            }
        }
    }

    private static bool IsIn(string path, string folder) =>
        path == folder || path.StartsWith(folder.EndsWith('/') ? folder : folder + "/", StringComparison.Ordinal);

    /// <summary>The path with the links of all its folders followed; .NET itself follows only the last.</summary>
    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent) return full;
        var here = Path.Combine(Real(parent), Path.GetFileName(full));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.LinkTarget is null ? here : Real(info.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
    }
}
