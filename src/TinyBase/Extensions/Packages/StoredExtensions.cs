using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Extensions.Packages.Endpoints;
using TinyBase.Extensions.Packages.Running;
using TinyBase.Extensions.Packages.Store;
using TinyBase.Functions;
using TinyBase.Functions.Sandboxing;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Extensions.Packages;

/// <summary>The extensions of a server that is not running. They are put into their place; what they do is seen when it starts.</summary>
internal sealed class StoredExtensions : IExtensionAdministration
{
    private readonly TinyBaseOptions _options;
    private readonly ExtensionFolder _folder;
    private readonly ExtensionStore _store;
    private readonly ExtensionInstaller _installer;
    private readonly ExtensionUpdates _updates;

    public StoredExtensions(Database database, TinyBaseOptions options, TimeProvider clock)
    {
        _options = options;
        _folder = new ExtensionFolder(options);
        _store = new ExtensionStore(database);
        var sandbox = FunctionServices.NewSandbox(Sandbox.Detect(), database.Path, options.Root ?? Directory.GetCurrentDirectory());
        _installer = new ExtensionInstaller(_folder.Path, sandbox, clock);
        _updates = new ExtensionUpdates(_folder.Path, sandbox, clock);
    }

    public bool HasServer => false;

    public async Task<IReadOnlyList<ExtensionView>> List(bool checkUpdates, CancellationToken cancel)
    {
        var views = new List<ExtensionView>();
        foreach (var row in await _store.List(cancel).ConfigureAwait(false)) views.Add(View(checkUpdates ? await Check(row, cancel).ConfigureAwait(false) : row));
        return views;
    }

    public async Task<ExtensionView?> Find(string name, bool checkUpdates, CancellationToken cancel)
    {
        if (await _store.Get(name, cancel).ConfigureAwait(false) is not { } row) return null;
        return View(checkUpdates ? await Check(row, cancel).ConfigureAwait(false) : row);
    }

    public async Task<ExtensionPreview> Preview(string source, CancellationToken cancel)
    {
        using var staged = await Stage(source, isOperator: true, cancel).ConfigureAwait(false);
        return ExtensionPreview.Of(staged, (await _store.Get(staged.Manifest.Name, cancel).ConfigureAwait(false))?.Version);
    }

    public async Task<ExtensionView> Install(string source, string? hash, CancellationToken cancel)
    {
        using var staged = await Stage(source, isOperator: true, cancel).ConfigureAwait(false);
        if (hash is not null && hash != staged.ContentHash) throw new AdministrationException(ExtensionRules.Changed);
        var name = staged.Manifest.Name;
        if (await _store.Get(name, cancel).ConfigureAwait(false) is not null) throw new AdministrationException(ExtensionRules.AlreadyInstalled(name));
        PutInPlace(staged);
        return View((await _store.Add(InstalledPackage.Of(staged, byOperator: true), Actor.Operator, cancel).ConfigureAwait(false))!);
    }

    public async Task<ExtensionView?> Update(string name, CancellationToken cancel)
    {
        if (await _store.Get(name, cancel).ConfigureAwait(false) is not { } row) return null;
        if (row.RepoUrl.StartsWith(ExtensionRules.Uploaded, StringComparison.Ordinal)) throw new AdministrationException(ExtensionRules.WasUploaded(name));
        using var staged = await Stage(row.RepoUrl, row.ByOperator, cancel).ConfigureAwait(false);
        if (staged.Manifest.Name != name) throw new AdministrationException(ExtensionRules.HasOtherName(row.RepoUrl, staged.Manifest.Name, name));
        PutInPlace(staged);
        return View((await _store.Replace(InstalledPackage.Of(staged, row.ByOperator), Actor.Operator, cancel).ConfigureAwait(false))!);
    }

    public async Task<ExtensionView?> SetEnabled(string name, bool isEnabled, CancellationToken cancel) =>
        await _store.SetEnabled(name, isEnabled, reason: null, Actor.Operator, cancel).ConfigureAwait(false) is { } row ? View(row) : null;

    public async Task<ExtensionRemoval?> Uninstall(string name, CancellationToken cancel)
    {
        if (await _store.Get(name, cancel).ConfigureAwait(false) is null) return null;
        try
        {
            _installer.Remove(name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ExtensionRemoval($"The folder of extension '{name}' cannot be removed: {error.Message}", RestartNeeded: false);
        }

        await _store.Remove(name, Actor.Operator, cancel).ConfigureAwait(false);
        return new ExtensionRemoval(null, RestartNeeded: false);
    }

    private async Task<StagedExtension> Stage(string given, bool isOperator, CancellationToken cancel)
    {
        if (!_options.Extensions.Enabled) throw new AdministrationException(ExtensionRules.Off);
        var (source, problem) = ExtensionSource.Parse(given, isOperator);
        if (source is null) throw new AdministrationException(problem!);
        var (staged, failure) = await _installer.Stage(source, cancel).ConfigureAwait(false);
        return staged ?? throw new AdministrationException(failure!);
    }

    private void PutInPlace(StagedExtension staged)
    {
        if ((ExtensionRules.Refusal(staged.Manifest, _options) ?? _installer.Commit(staged)) is { } problem) throw new AdministrationException(problem);
    }

    private async Task<ExtensionRow> Check(ExtensionRow row, CancellationToken cancel)
    {
        if (ExtensionSource.Parse(row.RepoUrl, row.ByOperator).Source is not { } source) return row;
        var found = await _updates.Find(source, row.Version, cancel).ConfigureAwait(false);
        if (found != row.UpdateAvailable) await _store.NoteUpdate(row.Name, found, cancel).ConfigureAwait(false);
        return row with { UpdateAvailable = found };
    }

    private ExtensionView View(ExtensionRow row)
    {
        var status = new ExtensionStatus(ExtensionManifestReader.Read(_folder.Of(row.Name)).Manifest);
        return ExtensionView.Of(row, status, off: null, isStale: false, values: []);
    }
}
