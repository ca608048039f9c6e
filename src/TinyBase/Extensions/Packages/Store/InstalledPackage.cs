namespace TinyBase.Extensions.Packages.Store;

/// <summary>What is put down about a package that was installed.</summary>
/// <param name="Source">Where it came from, as somebody gave it.</param>
/// <param name="Revision">The commit; null where it came from no repository.</param>
/// <param name="ByOperator">Whether the operator gave the source.</param>
internal sealed record InstalledPackage(string Name, string Version, string? Description, string? Author, string Source, string? Revision, bool ByOperator)
{
    /// <summary>What is put down about a package that was fetched.</summary>
    public static InstalledPackage Of(StagedExtension staged, bool byOperator) => new(
        staged.Manifest.Name, staged.Manifest.Version, staged.Manifest.Description, staged.Manifest.Author, staged.Source.Given, staged.Commit, byOperator);
}
