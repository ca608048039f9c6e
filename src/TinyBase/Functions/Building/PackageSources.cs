using System.Xml;
using System.Xml.Linq;

namespace TinyBase.Functions.Building;

/// <summary>Where packages come from: builds must be able to read it.</summary>
internal static class PackageSources
{
    /// <summary>On Linux, NuGet knows three spellings.</summary>
    private static readonly string[] Names = ["nuget.config", "NuGet.config", "NuGet.Config"];

    /// <summary>The user's own settings of NuGet.</summary>
    public static string OfUser { get; } = Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");

    /// <summary>The settings of NuGet in a folder and in all above it. NuGet puts them together, and fails at one that it may not read.</summary>
    public static IEnumerable<string> Settings(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            foreach (var file in Names.Select(name => Path.Join(at, name)).Where(File.Exists)) yield return file;
        }
    }

    /// <summary>The folders that the settings for a folder name as sources, or those of the user.</summary>
    public static IEnumerable<string> LocalFolders(string folder) =>
        Settings(folder).Append(OfUser).Where(File.Exists).SelectMany(Read).Where(Directory.Exists);

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
