using TinyBase.Extensions.Packages.Endpoints;
using TinyBase.Hosting;

namespace TinyBase.Extensions.Packages;

/// <summary>What the operator's commands do with extensions, be it in the database itself or through the server that holds it.</summary>
internal interface IExtensionAdministration
{
    /// <summary>Whether a server is there that runs them; if not, a change counts when it starts.</summary>
    bool HasServer { get; }

    /// <summary>All extensions.</summary>
    /// <param name="checkUpdates">Whether to look for higher versions where they came from.</param>
    /// <param name="cancel">Cancels it.</param>
    Task<IReadOnlyList<ExtensionView>> List(bool checkUpdates, CancellationToken cancel);

    /// <summary>One extension, or null.</summary>
    Task<ExtensionView?> Find(string name, bool checkUpdates, CancellationToken cancel);

    /// <summary>Looks at an extension without installing it.</summary>
    /// <exception cref="AdministrationException">It cannot be fetched; the message says why.</exception>
    Task<ExtensionPreview> Preview(string source, CancellationToken cancel);

    /// <summary>Installs an extension.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="hash">The hash of what was shown, which it must still have; null if nothing was shown.</param>
    /// <param name="cancel">Cancels it.</param>
    /// <exception cref="AdministrationException">It is refused; the message says why.</exception>
    Task<ExtensionView> Install(string source, string? hash, CancellationToken cancel);

    /// <summary>Fetches an extension anew from where it came.</summary>
    /// <returns>The extension; null if there is none.</returns>
    /// <exception cref="AdministrationException">It is refused; the message says why.</exception>
    Task<ExtensionView?> Update(string name, CancellationToken cancel);

    /// <summary>Enables or disables an extension.</summary>
    /// <returns>The extension; null if there is none.</returns>
    Task<ExtensionView?> SetEnabled(string name, bool isEnabled, CancellationToken cancel);

    /// <summary>Uninstalls an extension.</summary>
    /// <returns>What came of it; null if there is none.</returns>
    /// <exception cref="AdministrationException">It is refused; the message says why.</exception>
    Task<ExtensionRemoval?> Uninstall(string name, CancellationToken cancel);
}
