using NuGet.Versioning;

namespace TinyBase.Extensions.Packages;

/// <summary>Compares versions of extensions as semantic versions.</summary>
internal static class PackageVersion
{
    /// <summary>Whether a text is a version that can be compared, such as <c>1.2.0</c> or <c>2.0.0-beta.1</c>.</summary>
    public static bool IsComparable(string version) => NuGetVersion.TryParse(version, out _);

    /// <summary>Whether one version is higher than another; versions that cannot be compared never are.</summary>
    public static bool IsNewer(string version, string than) =>
        NuGetVersion.TryParse(version, out var left) && NuGetVersion.TryParse(than, out var right) && left > right;
}
