using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

using Microsoft.Extensions.FileSystemGlobbing;

namespace TinyBase.Functions.Building;

/// <summary>The file of a function as it is on disk, with what it includes.</summary>
/// <param name="Name">The name of the file without <c>.cs</c>.</param>
/// <param name="Path">The full path of the file.</param>
/// <param name="Folder">The folder of the functions.</param>
/// <param name="Files">The full paths of all files that count, the function's own first.</param>
/// <param name="ContentHash">SHA-256 of the function's own file, in hexadecimal.</param>
/// <param name="Hash">SHA-256 of all that makes a difference to what is built.</param>
internal sealed partial record FunctionSource(
    string Name, string Path, string Folder, IReadOnlyList<string> Files, string ContentHash, string Hash)
{
    /// <summary>The largest file, and the most files of one function.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    private const int MaxFiles = 200;

    /// <summary>What MSBuild and NuGet read beside the file, wherever it stands above.</summary>
    private static readonly string[] Surroundings =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "nuget.config", "global.json"];

    /// <summary>Whether a file in the folder of the functions is a function.</summary>
    public static bool IsFunction(string fileName) => fileName.EndsWith(".cs", StringComparison.Ordinal) && fileName[0] is not ('_' or '.');

    /// <summary>Reads a function.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">The folder of the functions, beside which settings of the build may be; the file may be waiting elsewhere.</param>
    /// <returns>Null if a file is gone or cannot be read just now.</returns>
    public static FunctionSource? Read(string path, string folder)
    {
        try
        {
            var files = new List<string>();
            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Add(all, TinyBaseVersion.Current);
            var own = ReadFile(path);
            Collect(path, own, files, all);
            foreach (var file in Around(folder))
            {
                files.Add(file);
                Add(all, System.IO.Path.GetRelativePath(folder, file));
                all.AppendData(ReadFile(file));
            }

            var name = System.IO.Path.GetFileNameWithoutExtension(path);
            return new FunctionSource(name, path, folder, files, Hex(SHA256.HashData(own)), Hex(all.GetHashAndReset()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>SHA-256 of a text, as <see cref="ContentHash"/> has it.</summary>
    public static string HashOf(string text) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"^#:include\s+(.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Include { get; }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static byte[] ReadFile(string path)
    {
        var file = new FileInfo(path);
        return file.Length <= MaxBytes ? File.ReadAllBytes(path) : throw new IOException($"{path} is too large.");
    }

    /// <summary>Adds a file and those that it includes, each once.</summary>
    private static void Collect(string path, byte[] content, List<string> files, IncrementalHash all)
    {
        if (files.Contains(path) || files.Count >= MaxFiles) return;
        files.Add(path);
        Add(all, System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(files[0])!, path));
        all.AppendData(content);
        if (!path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)) return;
        foreach (Match include in Include.Matches(Encoding.UTF8.GetString(content)))
        {
            foreach (var file in Resolve(System.IO.Path.GetDirectoryName(path)!, include.Groups[1].Value))
            {
                Collect(file, ReadFile(file), files, all);
            }
        }
    }

    private static IEnumerable<string> Resolve(string folder, string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
        {
            var path = System.IO.Path.GetFullPath(pattern, folder);
            return File.Exists(path) ? [path] : [];
        }

        return new Matcher().AddInclude(pattern).GetResultsInFullPath(folder).Order(StringComparer.Ordinal).Take(MaxFiles);
    }

    private static IEnumerable<string> Around(string folder) =>
        new[] { folder, System.IO.Path.GetDirectoryName(folder) }
            .OfType<string>()
            .SelectMany(_ => Surroundings, System.IO.Path.Join)
            .Where(File.Exists);

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
}
