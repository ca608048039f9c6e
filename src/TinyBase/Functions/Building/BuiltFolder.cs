using System.Text.Json;

using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Building;

/// <summary>Writes a folder of functions with their programs, which a server without the .NET SDK serves.</summary>
/// <param name="functions">The folder of the functions.</param>
/// <param name="target">The folder to write; what it holds is replaced.</param>
internal sealed class BuiltFolder(string functions, string target)
{
    /// <summary>Why the folder cannot be written; null if it can. Only an empty one, or one that was written so, is replaced.</summary>
    public string? Problem()
    {
        if (Path.GetFullPath(target) == Path.GetFullPath(functions)) return $"{target} is the folder of the functions itself. Choose another";
        if (File.Exists(target)) return $"{target} is a file. Choose another folder";
        return !Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any() || Directory.Exists(Path.Join(target, BuiltManifest.FolderName))
            ? null
            : $"{target} holds something else. Choose an empty folder, or one that does not exist";
    }

    /// <summary>Writes it.</summary>
    public void Write(IEnumerable<(FunctionSource Source, FunctionBuild Build)> built)
    {
        // Beside the old one first, so that there is never half of one.
        var made = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(target))}.{Environment.ProcessId}.tmp";
        if (Directory.Exists(made)) Directory.Delete(made, recursive: true);
        Directory.CreateDirectory(Path.Join(made, BuiltManifest.FolderName));
        foreach (var (source, build) in built) Add(made, source, build);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.Move(made, target);
    }

    private void Add(string made, FunctionSource source, FunctionBuild build)
    {
        foreach (var file in source.Files.Select(file => (From: file, To: Path.GetRelativePath(functions, file))))
        {
            // Settings around the folder count for the build alone, and that is done.
            if (!file.To.StartsWith("..", StringComparison.Ordinal)) Write(Path.Join(made, file.To), File.ReadAllBytes(file.From));
        }

        var from = Path.GetDirectoryName(build.Program)!;
        var program = BuiltManifest.ProgramFolder(made, source.Name);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in BuildFiles.In(from))
        {
            // The content alone: what was built may belong to the user of functions.
            Write(Path.Join(program, path), BuildFiles.Read(from, path));
            files[path.Replace('\\', '/')] = BuiltManifest.HashOf(Path.Join(program, path));
        }

        var metadata = JsonElement.Parse(FrameCodec.Write(build.Metadata));
        new BuiltManifest(TinyBaseVersion.Current, source.ContentHash, source.Hash, metadata, files).Write(made, source.Name);
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
