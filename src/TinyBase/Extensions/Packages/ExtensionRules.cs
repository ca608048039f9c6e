using TinyBase.Configuration;
using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Webhooks;

namespace TinyBase.Extensions.Packages;

/// <summary>Which extensions may be installed, and what is said of those that may not.</summary>
internal static class ExtensionRules
{
    public const string Off = "Extensions are off: extensions_enabled is false.";

    /// <summary>What the source of an uploaded file begins with.</summary>
    public const string Uploaded = "upload:";

    /// <summary>Names that are taken: by other sources of hooks, and by paths of the API.</summary>
    private static readonly string[] Reserved = [HookRegistry.App, WebhookStore.Source, "upload", "preview"];

    /// <summary>Why an extension may not be installed; null if it may.</summary>
    public static string? Refusal(ExtensionManifest manifest, TinyBaseOptions options) =>
        !options.Extensions.Enabled ? Off
        : Reserved.Contains(manifest.Name) ? $"An extension cannot be called '{manifest.Name}': the name is TinyBase's own."
        : manifest.Incompatibility();

    public static string AlreadyInstalled(string name) => $"Extension '{name}' is already installed. Uninstall it first to reinstall.";

    public static string WasUploaded(string name) => $"Extension '{name}' was uploaded, so there is nowhere to look for a newer one. Upload that.";

    public static string HasOtherName(string source, string found, string name) => $"What is at {source} now is called '{found}', not '{name}'.";

    /// <summary>What is said when something else was fetched than was shown before.</summary>
    public const string Changed = "The extension has changed since it was shown. Look at it again";
}
