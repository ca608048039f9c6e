using TinyBase.Functions.Sandboxing;

namespace TinyBase.Tests.Functions.Sandboxing;

/// <summary>A server's folder with its secrets, and the folders of two functions, of which the first is started.</summary>
public sealed class SandboxFolders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("tinybase-");

    /// <param name="isOpen">Whether other users may enter the folder.</param>
    public SandboxFolders(bool isOpen = true)
    {
        if (isOpen && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_root.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        foreach (var folder in new[] { "functions", "temp", "other" }) Directory.CreateDirectory(Path(folder));
        foreach (var file in new[] { "data.db", ".key", ".control", "other/file" })
        {
            File.WriteAllText(Path(file), "a secret");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path(file), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(Path("functions/settings.json"), "{}");
    }

    /// <summary>The program that is started: a test project of its own.</summary>
    public static string Program { get; } = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", "TinyBase.Hostile", "release", "TinyBase.Hostile.dll"));

    public string Temporary => Path("temp");

    public string Path(string name) => System.IO.Path.Combine(_root.FullName, name);

    internal SandboxedCommand Command(params string[] deeds) => new(
        "dotnet",
        [Program, .. deeds],
        Path("functions"),
        new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = Temporary,
            ["TMPDIR"] = Temporary,
            ["DOTNET_EnableDiagnostics"] = "0",
        },
        [System.IO.Path.GetDirectoryName(Program)!, Path("functions")],
        [Temporary],
        SandboxKind.Run);

    public void Dispose() => _root.Delete(recursive: true);
}
