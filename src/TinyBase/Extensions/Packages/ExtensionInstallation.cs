using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Extensions.Packages.Store;

namespace TinyBase.Extensions.Packages;

/// <summary>Fetches extensions from where they come, and hands them to who installs them. Fetching takes long and holds nobody up.</summary>
internal sealed class ExtensionInstallation(
    ExtensionInstaller installer, ExtensionUpdates updates, ExtensionAdministration administration, ExtensionStore store, TinyBaseOptions options) : IDisposable
{
    /// <summary>How many are fetched at once.</summary>
    private const int MaxFetches = 2;

    private const int MaxChecks = 4;

    private readonly SemaphoreSlim _places = new(MaxFetches);

    /// <summary>Fetches an extension.</summary>
    /// <param name="given">Its source, as somebody gave it.</param>
    /// <param name="isOperator">Whether that is the operator.</param>
    /// <param name="cancel">Cancels it.</param>
    public async Task<StageResult> Stage(string given, bool isOperator, CancellationToken cancel)
    {
        var (source, problem) = ExtensionSource.Parse(given, isOperator);
        return source is null ? StageResult.Failed(problem!) : await Stage(source, cancel).ConfigureAwait(false);
    }

    /// <summary>Unpacks an extension that was uploaded.</summary>
    public Task<StageResult> Stage(ZipSource upload, CancellationToken cancel) => Stage((ExtensionSource)(upload with { Given = ExtensionRules.Uploaded + upload.Given }), cancel);

    /// <summary>Installs an extension.</summary>
    /// <param name="given">Its source, as somebody gave it.</param>
    /// <param name="hash">The hash of what was shown before, which it must still have; null for any.</param>
    /// <param name="isOperator">Whether that is the operator.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancel">Cancels it.</param>
    public async Task<ExtensionChange> Install(string given, string? hash, bool isOperator, Actor by, CancellationToken cancel)
    {
        var (staged, problem) = await Stage(given, isOperator, cancel).ConfigureAwait(false);
        if (staged is null) return ExtensionChange.Refused(problem!);
        if (hash is not null && hash != staged.ContentHash)
        {
            staged.Dispose();
            return ExtensionChange.Refused(ExtensionRules.Changed);
        }

        using (staged) return await administration.Install(staged, mayReplace: false, isOperator, by, cancel).ConfigureAwait(false);
    }

    /// <summary>Installs an extension from a file that was uploaded.</summary>
    public async Task<ExtensionChange> Install(ZipSource upload, bool mayReplace, Actor by, CancellationToken cancel)
    {
        var (staged, problem) = await Stage(upload, cancel).ConfigureAwait(false);
        if (staged is null) return ExtensionChange.Refused(problem!);
        using (staged) return await administration.Install(staged, mayReplace, byOperator: false, by, cancel).ConfigureAwait(false);
    }

    /// <summary>Fetches an extension anew from where it came, and puts it into the place of the one that is there.</summary>
    public async Task<ExtensionChange> Update(string name, Actor by, CancellationToken cancel)
    {
        if (await store.Get(name, cancel).ConfigureAwait(false) is not { } row) return new ExtensionChange(null);
        if (row.RepoUrl.StartsWith(ExtensionRules.Uploaded, StringComparison.Ordinal))
        {
            return ExtensionChange.Refused(ExtensionRules.WasUploaded(name));
        }

        var (staged, problem) = await Stage(row.RepoUrl, row.ByOperator, cancel).ConfigureAwait(false);
        if (staged is null) return ExtensionChange.Refused(problem!);
        using (staged)
        {
            return staged.Manifest.Name == name
                ? await administration.Install(staged, mayReplace: true, row.ByOperator, by, cancel).ConfigureAwait(false)
                : ExtensionChange.Refused(ExtensionRules.HasOtherName(row.RepoUrl, staged.Manifest.Name, name));
        }
    }

    /// <summary>Looks for higher versions of all, a few at a time.</summary>
    public async Task CheckAll(CancellationToken cancel) => await Parallel.ForEachAsync(
        await store.List(cancel).ConfigureAwait(false),
        new ParallelOptions { MaxDegreeOfParallelism = MaxChecks, CancellationToken = cancel },
        async (row, stop) => await Check(row, stop).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Looks for a higher version of an extension.</summary>
    /// <returns>The extension with what was found.</returns>
    public async Task<ExtensionRow> Check(ExtensionRow row, CancellationToken cancel)
    {
        if (row.RepoUrl.StartsWith(ExtensionRules.Uploaded, StringComparison.Ordinal) || ExtensionSource.Parse(row.RepoUrl, row.ByOperator).Source is not { } source) return row;
        var found = await updates.Find(source, row.Version, cancel).ConfigureAwait(false);
        if (found != row.UpdateAvailable) await store.NoteUpdate(row.Name, found, cancel).ConfigureAwait(false);
        return row with { UpdateAvailable = found };
    }

    public void Dispose() => _places.Dispose();

    private async Task<StageResult> Stage(ExtensionSource source, CancellationToken cancel)
    {
        if (!options.Extensions.Enabled) return StageResult.Failed(ExtensionRules.Off);
        await _places.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await installer.Stage(source, cancel).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }
}
