using NuGet.Configuration;

namespace TinyBase.Functions.Workspace;

/// <summary>The package sources that are configured on the machine, or above a folder.</summary>
internal static class PackageSources
{
    private static readonly string[] Usual = ["nuget.org"];

    /// <summary>The names of the enabled sources; the usual one where the configuration cannot be read.</summary>
    /// <param name="folder">The folder that NuGet would run in.</param>
    public static IReadOnlyList<string> Find(string folder)
    {
        // NuGet would take the current folder for the home of somebody who has none, and write into it.
        if (!OperatingSystem.IsWindows() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME"))) return Usual;
        try
        {
            var sources = PackageSourceProvider.LoadPackageSources(NuGet.Configuration.Settings.LoadDefaultSettings(folder));
            var names = sources.Where(source => source.IsEnabled).Select(source => source.Name).ToList();
            return names.Count > 0 ? names : Usual;
        }
        catch (NuGetConfigurationException)
        {
            return Usual;
        }
    }
}
