using System.Text.RegularExpressions;

using TinyBase.Configuration.Toml;

namespace TinyBase.Extensions.Packages;

/// <summary>What came of reading a manifest: the manifest, or what is wrong with it.</summary>
internal sealed record ManifestResult(ExtensionManifest? Manifest, string? Problem);

/// <summary>Reads the manifests of extensions.</summary>
internal static partial class ExtensionManifestReader
{
    public const string FileName = "extension.toml";

    /// <summary>The longest name of an extension.</summary>
    public const int LongestName = 64;

    private const int MostBytes = 256 * 1024;
    private const int LongestVersion = 100;
    private const int LongestText = 1000;

    [GeneratedRegex(@"^[a-z][a-z0-9-]*\z")]
    private static partial Regex Name { get; }

    /// <summary>Whether a text can be the name of an extension.</summary>
    public static bool IsName(string name) => name.Length <= LongestName && Name.IsMatch(name);

    /// <summary>What to tell somebody whose name is none.</summary>
    public static string InvalidName(string name) =>
        $"Invalid extension name '{name}'. Must be lowercase alphanumeric with hyphens, starting with a letter"
        + (name.Length > LongestName ? $", at most {LongestName} characters." : ".");

    /// <summary>Reads the manifest in a folder.</summary>
    public static ManifestResult Read(string folder)
    {
        var file = new FileInfo(Path.Join(folder, FileName));
        try
        {
            if (!file.Exists) return Failed($"Manifest not found: {FileName}");
            if (file.Length > MostBytes) return Failed($"Failed to parse manifest: {FileName} has more than {MostBytes / 1024} KB");
            return Parse(File.ReadAllBytes(file.FullName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Failed($"Failed to parse manifest: {FileName} cannot be read");
        }
    }

    /// <summary>Reads a manifest.</summary>
    public static ManifestResult Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Read(new ManifestTable(TomlDocument.Parse(utf8, FileName)).Table("extension"));
        }
        catch (TomlException error)
        {
            return Failed($"Failed to parse manifest: {error.Message}");
        }
    }

    private static ManifestResult Read(ManifestTable extension)
    {
        if (extension.Text("name", LongestText) is not { } name) return Failed("Manifest missing required field: name");
        if (extension.Text("version", LongestVersion) is not { } version) return Failed("Manifest missing required field: version");
        if (!IsName(name)) return Failed(InvalidName(name));
        return new ManifestResult(
            new ExtensionManifest(
                name,
                version,
                extension.Text("description", LongestText),
                extension.Text("author", LongestText),
                Homepage(extension),
                EntryPoint(extension),
                MinVersion(extension.Table("tinybase")),
                ManifestSettings.ReadAsks(extension),
                ManifestSettings.Read(extension.Table("settings"))),
            null);
    }

    private static string? Homepage(ManifestTable extension)
    {
        const string key = "homepage";
        if (extension.Text(key, LongestText) is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? text
            : throw ManifestTable.Wrong(extension.PositionOf(key), "homepage must be an address of the web, such as \"https://example.com\"");
    }

    private static string? EntryPoint(ManifestTable extension)
    {
        const string key = "entry_point";
        if (extension.Text(key, LongestText) is not { } path) return null;
        return PackagePath.Problem(path) is null && path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? path
            : throw ManifestTable.Wrong(
                extension.PositionOf(key),
                "entry_point must be an assembly in the folder of the extension, such as \"bin/My.dll\"; leave it out where the extension is made of .cs files");
    }

    private static string? MinVersion(ManifestTable tinybase)
    {
        const string key = "min_version";
        if (tinybase.Text(key, LongestVersion) is not { } version) return null;
        return PackageVersion.IsComparable(version)
            ? version
            : throw ManifestTable.Wrong(tinybase.PositionOf(key), "min_version must be a version, such as \"1.2.0\"");
    }

    private static ManifestResult Failed(string problem) => new(null, problem);
}
