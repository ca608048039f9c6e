using System.Xml;
using System.Xml.Linq;

namespace TinyBase.Functions.Building;

/// <summary>The sources of packages that are folders: builds must be able to read them.</summary>
internal static class PackageSources
{
    /// <summary>The folders that the <c>nuget.config</c> of the functions, or of the workspace around them, names.</summary>
    public static IEnumerable<string> LocalFolders(string functions) =>
        new[] { functions, Path.GetDirectoryName(functions) }
            .OfType<string>()
            .Select(folder => Path.Join(folder, "nuget.config"))
            .Where(File.Exists)
            .SelectMany(Read)
            .Where(Directory.Exists);

    private static IEnumerable<string> Read(string config)
    {
        try
        {
            var sources = XDocument.Load(config).Root?.Element("packageSources")?.Elements("add") ?? [];
            return [.. sources
                .Select(source => source.Attribute("value")?.Value)
                .Where(value => value is not null && !value.Contains("://", StringComparison.Ordinal))
                .Select(value => Path.GetFullPath(value!, Path.GetDirectoryName(config)!))];
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            // The build says what is wrong with it.
            return [];
        }
    }
}
