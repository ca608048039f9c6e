namespace TinyBase.Server.Tests.Cli;

/// <summary>An empty folder that goes when the test ends.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tinybase-test-").FullName;

    public string Database => File("tinybase.db");

    public string Settings => File("tinybase.toml");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The names of what is in the folder, sorted.</summary>
    public string[] Names() => [.. Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
