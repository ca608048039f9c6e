namespace TinyBase.Functions.Building;

/// <summary>The file of a function as it is on disk, with what it includes.</summary>
/// <param name="Name">The name of the file without <c>.cs</c>.</param>
/// <param name="Path">The full path of the file.</param>
/// <param name="Folder">The folder of the functions.</param>
/// <param name="Includes">The full paths of the files that it includes, directly or through others.</param>
/// <param name="Settings">The full paths of the settings of MSBuild and NuGet that count for it.</param>
/// <param name="ContentHash">SHA-256 of the text of the function's own file and of those that it includes, in hexadecimal; however they are encoded.</param>
/// <param name="Hash">SHA-256 of all that makes a difference to what is built.</param>
internal sealed record FunctionSource(
    string Name,
    string Path,
    string Folder,
    IReadOnlyList<string> Includes,
    IReadOnlyList<string> Settings,
    string ContentHash,
    string Hash)
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>The most files that one function includes.</summary>
    public const int MaxFiles = 200;

    /// <summary>The full paths of all files that count, the function's own first.</summary>
    public IReadOnlyList<string> Files { get; } = [Path, .. Includes, .. Settings];

    /// <summary>The full paths of files that are not there and would count if they were.</summary>
    public required IReadOnlyList<string> Absent { get; init; }

    /// <summary>The patterns that it includes files by.</summary>
    public required IReadOnlyList<IncludePattern> Patterns { get; init; }

    /// <summary>What it includes in a way that is not followed, with a property of MSBuild for instance; null if there is nothing.</summary>
    public string? Unfollowed { get; init; }

    /// <summary>Whether a file in the folder of the functions is a function.</summary>
    public static bool IsFunction(string fileName) => fileName.EndsWith(".cs", StringComparison.Ordinal) && fileName[0] is not ('_' or '.');

    /// <summary>Reads a function.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">The folder of the functions, beside which settings of the build may be; the file may be waiting elsewhere.</param>
    /// <returns>Null if a file is gone or cannot be read just now.</returns>
    public static FunctionSource? Read(string path, string folder) => Read(path, folder, out _);

    /// <summary>Reads a function.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">The folder of the functions, beside which settings of the build may be; the file may be waiting elsewhere.</param>
    /// <param name="problem">Why it could not be read; null if it was.</param>
    /// <returns>Null if a file is gone or cannot be read just now.</returns>
    public static FunctionSource? Read(string path, string folder, out string? problem)
    {
        problem = null;
        try
        {
            return new FunctionSourceReader(path, folder).Read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"It cannot be read: {error.Message}";
            return null;
        }
    }

    /// <summary>The path of a file as seen from the function's own, with slashes.</summary>
    public string Relative(string file) => System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(Path)!, file).Replace('\\', '/');
}
