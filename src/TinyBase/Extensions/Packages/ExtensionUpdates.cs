using System.Security.Cryptography;
using System.Text;

using TinyBase.Functions.Building;
using TinyBase.Functions.Sandboxing;

namespace TinyBase.Extensions.Packages;

/// <summary>Looks whether there is a higher version of an installed extension where it came from.</summary>
/// <param name="root">The folder of the installed extensions.</param>
internal sealed class ExtensionUpdates(string root, IProcessSandbox sandbox, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The higher version; null if there is none, or it cannot be found out.</summary>
    /// <param name="source">Where the extension came from.</param>
    /// <param name="version">The version that is installed.</param>
    public async Task<string?> Find(ExtensionSource source, string version, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(Limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            var found = source switch
            {
                GitSource git => await Read(git, stop.Token).ConfigureAwait(false),
                FolderSource folder => ExtensionManifestReader.Read(folder.Path).Manifest,
                // It was taken from the file as it was; another has another name or is uploaded.
                _ => null,
            };
            return found is not null && PackageVersion.IsNewer(found.Version, version) ? found.Version : null;
        }
        catch (Exception error) when (error is PackageException or IOException or UnauthorizedAccessException or SandboxException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<ExtensionManifest?> Read(GitSource source, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Join(root, ".staging", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))).FullName;
        try
        {
            var text = await new GitProcess(sandbox, clock, source, folder).ReadFile(ExtensionManifestReader.FileName, Limit, cancel).ConfigureAwait(false);
            return ExtensionManifestReader.Parse(Encoding.UTF8.GetBytes(text)).Manifest;
        }
        finally
        {
            BuildFolders.Remove(folder);
        }
    }
}
