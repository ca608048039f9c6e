using TinyBase.Functions.Building;

namespace TinyBase.Extensions.Packages;

/// <summary>An extension that was fetched and can be installed. What is not installed goes when this is disposed of.</summary>
/// <param name="Folder">The folder with its files, beside those of the installed extensions.</param>
/// <param name="Manifest">What it says of itself.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Commit">The commit, where it comes from a repository.</param>
/// <param name="ContentHash">SHA-256 of its files.</param>
internal sealed record StagedExtension(string Folder, ExtensionManifest Manifest, ExtensionSource Source, string? Commit, string ContentHash) : IDisposable
{
    public void Dispose() => BuildFolders.Remove(Folder);
}

/// <summary>What came of fetching an extension: the extension, or why there is none.</summary>
internal sealed record StageResult(StagedExtension? Staged, string? Problem)
{
    public static StageResult Failed(string problem) => new(null, problem);
}
