using System.Security.Cryptography;

using TinyBase.Functions.Building;
using TinyBase.Functions.Sandboxing;

namespace TinyBase.Extensions.Packages;

/// <summary>
/// Fetches extensions and puts them into the folder of the installed ones. That they are told there as well is for others; so is that
/// only one at a time is put into the place of another.
/// </summary>
/// <param name="root">The folder of the installed extensions; it is made when the first comes.</param>
internal sealed class ExtensionInstaller(string root, IProcessSandbox sandbox, TimeProvider clock)
{
    private static readonly TimeSpan GitLimit = TimeSpan.FromSeconds(120);

    private readonly string _staging = Path.Join(root, ".staging");
    private readonly string _replaced = Path.Join(root, ".replaced");

    /// <summary>The folder of an installed extension.</summary>
    public string FolderOf(string name) => Path.Join(root, name);

    /// <summary>Fetches an extension, reads its manifest and looks at its files. Nothing of it is run.</summary>
    public async Task<StageResult> Stage(ExtensionSource source, CancellationToken cancel)
    {
        var work = NewFolder();
        var target = NewFolder();
        try
        {
            var commit = await Fetch(source, work, target, cancel).ConfigureAwait(false);
            if (Read(target, out var problem) is not { } manifest) return StageResult.Failed(problem!);
            var staged = new StagedExtension(target, manifest, source, commit, PackageContent.HashOf(target));
            target = null;
            return new StageResult(staged, null);
        }
        catch (PackageException error)
        {
            return StageResult.Failed(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SandboxException)
        {
            return StageResult.Failed($"It cannot be fetched: {error.Message}");
        }
        finally
        {
            BuildFolders.Remove(work);
            if (target is not null) BuildFolders.Remove(target);
        }
    }

    /// <summary>
    /// Puts an extension into its place. One that is there stays until then, and comes back if that fails; it is kept aside until <see cref="Keep"/>
    /// or <see cref="TakeBack"/>.
    /// </summary>
    /// <returns>Why it is not there; null if it is.</returns>
    public string? Commit(StagedExtension staged)
    {
        var (name, folder) = (staged.Manifest.Name, FolderOf(staged.Manifest.Name));
        try
        {
            if (File.Exists(folder)) return $"There is a file {folder} where the extension is to be.";
            var old = Path.Join(_replaced, name);
            if (Directory.Exists(folder))
            {
                Directory.CreateDirectory(_replaced);
                if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
                Directory.Move(folder, old);
            }

            MoveIn(staged.Folder, folder, old);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"Extension '{name}' cannot be put into its place: {error.Message}";
        }
    }

    /// <summary>Lets go of what another version has replaced.</summary>
    public void Keep(string name) => BuildFolders.Remove(Path.Join(_replaced, name));

    /// <summary>Puts the version back that another one has replaced.</summary>
    /// <exception cref="IOException">A folder cannot be moved.</exception>
    public void TakeBack(string name)
    {
        Remove(name);
        Directory.Move(Path.Join(_replaced, name), FolderOf(name));
    }

    /// <summary>Removes an installed extension; files that are in use go at the next start.</summary>
    /// <exception cref="IOException">Its folder cannot be moved away.</exception>
    public void Remove(string name)
    {
        var folder = FolderOf(name);
        if (!Directory.Exists(folder)) return;
        // It is gone at once, not file by file.
        var gone = NewFolder();
        Directory.Move(folder, Path.Join(gone, name));
        BuildFolders.Remove(gone);
    }

    /// <summary>Ends what a kill of the server cut off. An extension that was taken from its place comes back if the new one did not get there.</summary>
    /// <exception cref="IOException">A folder cannot be moved.</exception>
    public void Recover()
    {
        if (Directory.Exists(_replaced))
        {
            foreach (var old in Directory.EnumerateDirectories(_replaced))
            {
                var folder = FolderOf(Path.GetFileName(old));
                if (!Directory.Exists(folder)) Directory.Move(old, folder);
            }
        }

        BuildFolders.Remove(_replaced);
        BuildFolders.Remove(_staging);
    }

    private static void MoveIn(string from, string folder, string old)
    {
        try
        {
            Directory.Move(from, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(old)) Directory.Move(old, folder);
            throw;
        }
    }

    private async Task<string?> Fetch(ExtensionSource source, string work, string target, CancellationToken cancel)
    {
        switch (source)
        {
            case GitSource git:
                var process = new GitProcess(sandbox, clock, git, work);
                var repository = await process.Clone(GitLimit, cancel).ConfigureAwait(false);
                var commit = await process.Commit(cancel).ConfigureAwait(false);
                await Copy(repository, target, cancel).ConfigureAwait(false);
                return commit;
            case ZipSource zip:
                await ZipPackage.Unpack(zip.Path, target, cancel).ConfigureAwait(false);
                return null;
            case FolderSource folder:
                if (!Directory.Exists(folder.Path)) throw new PackageException($"There is no folder {folder.Path}");
                if (IsWithin(folder.Path, root) || IsWithin(root, folder.Path)) throw new PackageException($"{folder.Path} is where the installed extensions are. Choose the folder that it was written in");
                await Copy(folder.Path, target, cancel).ConfigureAwait(false);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(source), source, "There is no such source.");
        }
    }

    /// <summary>The manifest is read first, as it says which of the folders that builds leave belong to the extension.</summary>
    private static Task Copy(string from, string target, CancellationToken cancel)
    {
        if (Read(from, out var problem) is not { } manifest) throw new PackageException(problem!);
        return FolderPackage.Copy(from, target, manifest.EntryPoint, cancel);
    }

    private static ExtensionManifest? Read(string folder, out string? problem)
    {
        (var manifest, problem) = ExtensionManifestReader.Read(folder);
        return manifest;
    }

    private static bool IsWithin(string path, string folder) =>
        (Path.GetFullPath(path) + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string NewFolder() => Directory.CreateDirectory(Path.Join(_staging, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))).FullName;
}
