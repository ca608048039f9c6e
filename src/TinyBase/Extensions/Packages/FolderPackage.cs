namespace TinyBase.Extensions.Packages;

/// <summary>Copies the folder of an extension: what is part of it, and not what tools have left beside.</summary>
internal static class FolderPackage
{
    private static readonly string[] LeftByTools = ["bin", "obj", "node_modules"];

    /// <summary>Copies a folder into another.</summary>
    /// <param name="entryPoint">The assembly, if it has one: where a build left it, it is copied from there.</param>
    /// <exception cref="PackageException">It has something in it that no extension may have.</exception>
    public static Task Copy(string from, string target, string? entryPoint, CancellationToken cancel) =>
        Copy(new DirectoryInfo(from), string.Empty, new PackageFiles(target), entryPoint, cancel);

    private static async Task Copy(DirectoryInfo folder, string path, PackageFiles files, string? entryPoint, CancellationToken cancel)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var here = path + entry.Name;
            if (IsLeftOut(entry.Name, here, entryPoint)) continue;
            if (entry.LinkTarget is not null) throw new PackageException($"'{here}' is a link; an extension must have files only");
            if (entry is DirectoryInfo inner)
            {
                // Its depth is bounded here, where there may be no file to have a path.
                if (PackagePath.Problem(here) is { } problem) throw new PackageException($"'{here}' cannot be the path of a folder: {problem}");
                await Copy(inner, here + "/", files, entryPoint, cancel).ConfigureAwait(false);
                continue;
            }

            await using var content = new FileStream(entry.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
            await files.Add(here, content, PackageFiles.MaxBytes, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Names of tools begin with a dot as well: .git, .vs.</summary>
    private static bool IsLeftOut(string name, string path, string? entryPoint) =>
        name[0] == '.' || (LeftByTools.Contains(name) && entryPoint?.StartsWith(path + "/", StringComparison.Ordinal) != true);
}
