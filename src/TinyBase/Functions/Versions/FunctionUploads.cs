using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Functions.Building;

namespace TinyBase.Functions.Versions;

/// <summary>
/// Puts files of functions in place, one upload after the other. They are built beside the folder's own first and take their places only
/// then: what answers, and the files it came from, stay as they are if anything goes wrong.
/// </summary>
internal sealed class FunctionUploads(
    FunctionFiles files, FunctionBuilder builder, FunctionCatalog catalog, FunctionVersionStore versions, TinyBaseOptions options) : IDisposable
{
    private const int Shown = 8;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>What the audit log calls an upload.</summary>
    public const string Uploaded = "function.upload";

    /// <summary>Serves a function.</summary>
    public async Task<UploadResult> Put(FunctionUpload upload, Actor by, string action, CancellationToken cancel) =>
        (await Put([upload], by, action, cancel).ConfigureAwait(false))[0];

    /// <summary>Serves several functions. Those that are refused leave the others be; the others take over together.</summary>
    /// <returns>What came of each, in their order.</returns>
    public async Task<IReadOnlyList<UploadResult>> Put(IReadOnlyList<FunctionUpload> uploads, Actor by, string action, CancellationToken cancel)
    {
        var items = uploads.Select(upload => new UploadItem(upload)).ToList();
        foreach (var (index, item) in items.Index()) Check(item, items.Take(index));
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            using var folder = new UploadFolder(files.Folder);
            await PutChecked(new UploadCheck(items, folder, builder, catalog, files.Folder), by, action, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            foreach (var item in items) item.Result ??= ServerFault($"Failed to write function file: {error.Message}");
        }
        finally
        {
            _turn.Release();
        }

        return [.. items.Select(item => item.Result!)];
    }

    public void Dispose() => _turn.Dispose();

    private static UploadResult ServerFault(string reason) => UploadResult.Refused(reason) with { IsServerFault = true };

    private void Check(UploadItem item, IEnumerable<UploadItem> before)
    {
        if (UploadRules.Refusal(item.Upload, options.Functions.MaxPayloadBytes) is { } refusal) item.Refuse(refusal);
        else if (before.FirstOrDefault(other => string.Equals(other.Upload.FileName, item.Upload.FileName, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            item.Refuse($"'{twin.Upload.FileName}' is among the functions before");
        }
        else if (Clash(item.Name) is { } clash) item.Refuse(clash);
        else if (!Directory.Exists(files.Folder))
        {
            item.Result = ServerFault(
                $"Functions directory not found at '{options.Functions.Path}'. Please ensure your TinyBase workspace is properly initialized with 'tinybase init'.");
        }
    }

    private async Task PutChecked(UploadCheck check, Actor by, string action, CancellationToken cancel)
    {
        await check.Run(cancel).ConfigureAwait(false);
        var changed = new List<UploadItem>();
        foreach (var item in check.Left.ToList())
        {
            var known = await versions.Find(item.Name, item.Source.ContentHash, cancel).ConfigureAwait(false);
            if (known is not null && IsServed(item)) Succeed(item, known, UploadChange.None);
            else
            {
                await KeepFound(item.Name).ConfigureAwait(false);
                var entry = new AuditEntry(by, action, "function", item.Name);
                var id = await versions
                    .Add(item.Name, FunctionCode.Of(item.Source), item.Source.ContentHash, entry, item.Upload.Notes).ConfigureAwait(false);
                Succeed(item, id, known is null ? UploadChange.NewVersion : UploadChange.EarlierVersion);
                changed.Add(item);
            }
        }

        // From here on it is not given up half way.
        await files.Replace([.. changed.Select(item => (item.Source, item.Build!))], CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Whether what is uploaded is what answers and what is in the folder.</summary>
    private bool IsServed(UploadItem item) =>
        catalog.Find(item.Name)?.Served?.ContentHash == item.Source.ContentHash
        && FunctionSource.Read(files.PathOf(item.Name), files.Folder)?.ContentHash == item.Source.ContentHash;

    private static void Succeed(UploadItem item, string versionId, UploadChange change)
    {
        var (name, hash) = (item.Name, item.Source.ContentHash);
        var message = change switch
        {
            UploadChange.NewVersion => $"Successfully uploaded function '{name}' (version {hash[..Shown]}...)",
            UploadChange.EarlierVersion => $"Function '{name}' is back at an earlier version (version {hash[..Shown]}...)",
            _ => $"Function '{name}' already at this version (hash: {hash[..Shown]}...)",
        };
        item.Result = new UploadResult(
            new UploadedVersion(name, versionId, hash, change, message, UploadRules.Warnings(item.Upload.Code)), Refusal: null);
    }

    private string? Clash(string name)
    {
        if (catalog.Find(name) is { Served.File: null }) return $"The app itself has a function '{name}'";
        var twin = catalog.States.FirstOrDefault(state =>
            state.Name != name && string.Equals(state.Name, name, StringComparison.OrdinalIgnoreCase));
        return twin is null ? null : $"There is a function '{twin.Name}' already, whose name differs in upper and lower case only";
    }

    /// <summary>Keeps the file that somebody put in the folder by hand and that is about to be replaced.</summary>
    private async Task KeepFound(string name)
    {
        if (FunctionSource.Read(files.PathOf(name), files.Folder) is not { } found) return;
        await versions
            .Add(name, FunctionCode.Of(found), found.ContentHash, entry: null, "Was in the folder before an upload").ConfigureAwait(false);
    }
}
