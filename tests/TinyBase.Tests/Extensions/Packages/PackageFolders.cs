using TinyBase.Extensions.Packages;
using TinyBase.Functions.Sandboxing;

namespace TinyBase.Tests.Extensions.Packages;

/// <summary>A folder of installed extensions, and extensions that can be.</summary>
internal sealed class PackageFolders : IDisposable
{
    private static readonly string[] Unfinished = [".staging", ".replaced"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("tinybase-extensions-");

    public PackageFolders()
    {
        // Where the tests run as root, git runs as somebody else.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_root.FullName, (UnixFileMode)0b111_101_101);
        Sandbox = TinyBase.Functions.Sandboxing.Sandbox.Create(TinyBase.Functions.Sandboxing.Sandbox.Detect(), [Path("data.db")]);
        Installer = new ExtensionInstaller(Installed, Sandbox, TimeProvider.System);
    }

    public string Root => _root.FullName;

    public string Installed => Path("installed");

    public IProcessSandbox Sandbox { get; }

    public ExtensionInstaller Installer { get; }

    public string Path(string name) => System.IO.Path.Join(_root.FullName, name);

    /// <summary>Writes a file in the folder.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(path))!);
        File.WriteAllText(Path(path), text);
    }

    /// <summary>Writes an extension.</summary>
    /// <returns>Its folder.</returns>
    public string NewExtension(string name, string version = "1.0.0")
    {
        Write($"{name}/extension.toml", Manifest(name, version));
        Write($"{name}/Hooks.cs", "public sealed class Hooks;");
        return Path(name);
    }

    public static string Manifest(string name, string version = "1.0.0") => $"[extension]\nname = \"{name}\"\nversion = \"{version}\"\n";

    /// <summary>The paths of the files in a folder, with slashes.</summary>
    public static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>What is left of unfinished work.</summary>
    public IEnumerable<string> Leftovers() =>
        Unfinished
            .Select(name => System.IO.Path.Join(Installed, name))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder));

    public void Dispose() => _root.Delete(recursive: true);
}
