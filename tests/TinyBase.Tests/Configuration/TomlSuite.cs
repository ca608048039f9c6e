namespace TinyBase.Tests.Configuration;

/// <summary>The toml-test conformance suite, which is not part of a checkout.</summary>
internal static class TomlSuite
{
    public const string Absent = "The toml-test suite is not on this machine (looked for shared/toml-test above the build output).";

    private static readonly string? Folder = Find();

    /// <summary>The listed files below <paramref name="kind"/> ("valid" or "invalid"), without ".toml"; empty if absent.</summary>
    public static IReadOnlyList<string> Names(string kind) => Folder is null
        ? []
        : [.. File.ReadLines(Path.Combine(Folder, "files-toml-1.0.0"))
            .Where(line => line.StartsWith(kind + "/", StringComparison.Ordinal) && line.EndsWith(".toml", StringComparison.Ordinal))
            .Select(line => line[..^".toml".Length])];

    public static byte[] Toml(string name) => File.ReadAllBytes(Path.Combine(Folder!, name + ".toml"));

    public static byte[] Json(string name) => File.ReadAllBytes(Path.Combine(Folder!, name + ".json"));

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var suite = Path.Combine(folder.FullName, "shared", "toml-test");
            if (Directory.Exists(suite))
                return suite;
        }
        return null;
    }
}
