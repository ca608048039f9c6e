namespace TinyBase.Extensions.Packages.Store;

/// <summary>What is put down about a package that was installed.</summary>
/// <param name="Source">Where it came from, as somebody gave it.</param>
/// <param name="Revision">The commit; null where it came from no repository.</param>
internal sealed record InstalledPackage(string Name, string Version, string? Description, string? Author, string Source, string? Revision);
