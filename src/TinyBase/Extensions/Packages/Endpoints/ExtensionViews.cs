using TinyBase.Extensions.Packages.Loading;
using TinyBase.Extensions.Packages.Running;
using TinyBase.Extensions.Packages.Settings;
using TinyBase.Extensions.Packages.Store;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Puts together what admins see of an extension.</summary>
internal sealed class ExtensionViews(ExtensionHost host, ExtensionValues values, LoadedCodes codes)
{
    public async Task<ExtensionView> Of(ExtensionRow row, CancellationToken cancel)
    {
        var status = host.StatusOf(row.Name);
        return ExtensionView.Of(row, status, host.Off, codes.IsStale(row.Name), await Values(status.Manifest, cancel).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<ExtensionView>> Of(IEnumerable<ExtensionRow> rows, CancellationToken cancel)
    {
        var views = new List<ExtensionView>();
        foreach (var row in rows) views.Add(await Of(row, cancel).ConfigureAwait(false));
        return views;
    }

    /// <summary>The values of the settings; without them where one that was given cannot be used, which the reason of the extension says.</summary>
    private async Task<IReadOnlyList<ExtensionValue>> Values(ExtensionManifest? manifest, CancellationToken cancel)
    {
        if (manifest is null) return [];
        try
        {
            return await values.Of(manifest, cancel).ConfigureAwait(false);
        }
        catch (ExtensionLoadException)
        {
            return [.. manifest.Settings.Select(setting => new ExtensionValue(setting, null, ValueSource.None, ExtensionValues.VariableOf(manifest, setting)))];
        }
    }
}
