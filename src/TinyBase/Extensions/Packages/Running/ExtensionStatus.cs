namespace TinyBase.Extensions.Packages.Running;

/// <summary>How it stands with an extension in this process.</summary>
/// <param name="Manifest">Its manifest, as it was read last; null where it cannot be read.</param>
/// <param name="Running">What is running; null where nothing is.</param>
/// <param name="IsStarting">Whether it is being started.</param>
internal sealed record ExtensionStatus(ExtensionManifest? Manifest, RunningExtension? Running = null, bool IsStarting = false)
{
    public static readonly ExtensionStatus None = new(Manifest: null);
}
