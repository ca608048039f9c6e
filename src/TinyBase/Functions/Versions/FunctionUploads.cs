using System.Text;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Functions.Building;

namespace TinyBase.Functions.Versions;

/// <summary>What came of an upload.</summary>
/// <param name="Version">The version; null if it was refused.</param>
/// <param name="Refusal">Why it was refused.</param>
internal sealed record UploadResult(UploadedVersion? Version, string? Refusal)
{
    /// <summary>Whether the server and not the file is at fault.</summary>
    public bool IsServerFault { get; init; }

    public static UploadResult Refused(string refusal) => new(null, refusal);
}

/// <summary>A version that answers now.</summary>
internal sealed record UploadedVersion(
    string FunctionName, string VersionId, string ContentHash, bool IsNew, string Message, IReadOnlyList<string> Warnings);

/// <summary>
/// Puts files of functions in place, one after the other. A file is built beside the folder's own first and takes its place only then:
/// what answers, and the file it came from, stay as they are if anything goes wrong.
/// </summary>
internal sealed class FunctionUploads(
    FunctionFiles files, FunctionBuilder builder, FunctionCatalog catalog, FunctionVersionStore versions, TinyBaseOptions options) : IDisposable
{
    private const int ToldProblems = 5;
    private const int Shown = 8;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Serves a file.</summary>
    /// <param name="entry">What the audit log is to say of it.</param>
    public async Task<UploadResult> Put(string fileName, string content, string? notes, AuditEntry entry, CancellationToken cancel)
    {
        if (UploadRules.Refusal(fileName, content, options.Functions.MaxPayloadBytes) is { } refusal) return UploadResult.Refused(refusal);
        if (Clash(fileName[..^3]) is { } clash) return UploadResult.Refused(clash);
        if (!Directory.Exists(files.Folder))
        {
            return UploadResult.Refused(
                $"Functions directory not found at '{options.Functions.Path}'. Please ensure your TinyBase workspace is properly initialized with 'tinybase init'.")
                with { IsServerFault = true };
        }

        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        var folder = Path.Join(files.Folder, ".staging");
        try
        {
            return await PutStaged(fileName[..^3], Stage(folder, fileName, content), content, notes, entry, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return UploadResult.Refused($"Failed to write function file: {error.Message}") with { IsServerFault = true };
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<UploadResult> PutStaged(
        string name, string staged, string content, string? notes, AuditEntry entry, CancellationToken cancel)
    {
        var warnings = UploadRules.Warnings(content);
        var hash = FunctionSource.HashOf(content);
        var known = await versions.Find(name, hash, cancel).ConfigureAwait(false);
        if (known is not null && catalog.Find(name) is { Served.ContentHash: var serving } && serving == hash)
        {
            return new UploadResult(
                new UploadedVersion(name, known, hash, IsNew: false, $"Function '{name}' already at this version (hash: {hash[..Shown]}...)", warnings), null);
        }

        if (FunctionSource.Read(staged, files.Folder) is not { } source) return UploadResult.Refused("The file cannot be read back") with { IsServerFault = true };
        var result = await builder.Build(source, cancel).ConfigureAwait(false);
        if (result.Build is not { } build)
        {
            var problems = result.Problems.Count > 0 ? string.Join("; ", result.Problems.Take(ToldProblems)) : "The files around it changed meanwhile";
            return UploadResult.Refused($"Function '{name}' cannot be served: {problems}");
        }

        await KeepFound(name).ConfigureAwait(false);
        var id = await versions.Add(name, content, entry, notes).ConfigureAwait(false);
        // From here on it is not given up half way.
        await files.Replace(source, build, CancellationToken.None).ConfigureAwait(false);
        var message = known is null
            ? $"Successfully uploaded function '{name}' (version {hash[..Shown]}...)"
            : $"Function '{name}' is back at an earlier version (version {hash[..Shown]}...)";
        return new UploadResult(new UploadedVersion(name, id, hash, known is null, message, warnings), null);
    }

    private string? Clash(string name)
    {
        if (catalog.Find(name) is { Served.File: null }) return $"The app itself has a function '{name}'";
        var twin = catalog.States.FirstOrDefault(state =>
            state.Name != name && string.Equals(state.Name, name, StringComparison.OrdinalIgnoreCase));
        return twin is null ? null : $"There is a function '{twin.Name}' already, whose name differs in upper and lower case only";
    }

    /// <summary>Writes the file, and beside it copies of the files that it may include.</summary>
    private string Stage(string folder, string fileName, string content)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var path = Path.Join(folder, fileName);
        File.WriteAllText(path, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach (var other in Directory.EnumerateFiles(files.Folder, "_*.cs"))
        {
            File.Copy(other, Path.Join(folder, Path.GetFileName(other)));
        }

        return path;
    }

    /// <summary>Keeps the file that somebody put in the folder by hand and that is about to be replaced.</summary>
    private async Task KeepFound(string name)
    {
        var path = files.PathOf(name);
        if (!File.Exists(path)) return;
        await versions.Add(name, await File.ReadAllTextAsync(path).ConfigureAwait(false), entry: null, "Was in the folder before an upload").ConfigureAwait(false);
    }
}
