using System.Text;

using TinyBase.Functions.Building;

namespace TinyBase.Functions.Versions;

/// <summary>
/// The folder of the functions as it would be: what is uploaded beside copies of what may be included. It lies below the folder itself, so
/// that the same settings count for its builds.
/// </summary>
internal sealed class UploadFolder(string functions) : IDisposable
{
    private const int MaxCopies = 1000;

    private static readonly Encoding Text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    private static readonly string[] NotIncluded = ["bin", "obj"];

    private readonly string _path = Path.Join(functions, ".staging");

    /// <summary>Fills it anew.</summary>
    /// <param name="files">What differs from the folder of the functions, by paths in it.</param>
    public void Fill(IEnumerable<KeyValuePair<string, string>> files)
    {
        Dispose();
        Directory.CreateDirectory(_path);
        foreach (var path in MayBeIncluded()) Copy(path);
        foreach (var (path, content) in files)
        {
            var target = Path.Join(_path, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, content, Text);
        }
    }

    /// <summary>Reads a function that is in it.</summary>
    /// <exception cref="IOException">It cannot be read back.</exception>
    public FunctionSource Read(string name) =>
        FunctionSource.Read(Path.Join(_path, name + ".cs"), functions) ?? throw new IOException($"{name}.cs cannot be read back");

    /// <summary>Puts a function beside the others as it is now.</summary>
    public FunctionSource CopyFunction(string name)
    {
        Copy(name + ".cs");
        return Read(name);
    }

    public void Dispose()
    {
        if (Directory.Exists(_path)) Directory.Delete(_path, recursive: true);
    }

    private void Copy(string path)
    {
        var target = Path.Join(_path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Join(functions, path), target, overwrite: true);
    }

    private IEnumerable<string> MayBeIncluded() =>
        Directory.EnumerateFiles(functions, "_*.cs")
            .Concat(Directory.EnumerateDirectories(functions)
                .Where(folder => Path.GetFileName(folder) is var name && name[0] != '.' && !NotIncluded.Contains(name))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)))
            .Take(MaxCopies)
            .Select(path => Path.GetRelativePath(functions, path));
}
