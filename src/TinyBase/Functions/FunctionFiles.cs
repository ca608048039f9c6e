using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Functions.Building;
using TinyBase.Functions.Versions;
using TinyBase.Functions.Workers;

namespace TinyBase.Functions;

/// <summary>
/// Keeps the catalogue true to the folder of the functions: it looks at it four times a second, builds what has changed, and serves it
/// once it is built; until then, and if that fails, the version before goes on answering.
/// </summary>
internal sealed partial class FunctionFiles(
    FunctionCatalog catalog,
    FunctionBuilder builder,
    FunctionCache cache,
    WorkerPool pool,
    FunctionVersionStore versions,
    TinyBaseOptions options,
    TimeProvider clock,
    ILogger<FunctionFiles> logger,
    ILogger<WorkerProgram> programLogger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, FunctionFile> _files = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The folder of the functions.</summary>
    public string Folder { get; } = Path.GetFullPath(options.Functions.Path, Path.GetFullPath(options.Root ?? Directory.GetCurrentDirectory()));

    /// <summary>Looks at the folder again and again until it is cancelled, and then waits for what is being built to be given up.</summary>
    public async Task Watch(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel).ConfigureAwait(false)) Look(cancel);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }

        List<Task> builds;
        lock (_gate) builds = [.. _files.Values.Select(file => file.Build)];
        await Task.WhenAll(builds).ConfigureAwait(false);
    }

    /// <summary>Looks at the folder once, and begins to build what has changed.</summary>
    public void Look(CancellationToken cancel)
    {
        var paths = FunctionListing.Paths(Folder);
        lock (_gate)
        {
            var gone = _files.Keys.Except(paths, StringComparer.Ordinal).ToList();
            foreach (var path in gone) Forget(path);
            // One of them may have had the name that another was refused for.
            if (gone.Count > 0) foreach (var refused in _files.Values.Where(file => file.Problem is not null).ToList()) Forget(refused.Path);
            foreach (var path in paths)
            {
                if (!_files.TryGetValue(path, out var file)) _files[path] = file = Found(path);
                if (file.Problem is null && file.HasChanged(clock)) Begin(file, cancel);
                if (file.TakeUnreadable() is { } unreadable) Refuse(file, [new FunctionProblem(unreadable, Path.GetFileName(path))]);
            }
        }
    }

    /// <summary>Puts files in the place of functions', with what they include, and serves them; they are built already.</summary>
    public async Task Replace(IReadOnlyList<(FunctionSource Staged, FunctionBuild Build)> functions, CancellationToken cancel)
    {
        var versionIds = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (staged, _) in functions)
        {
            versionIds[staged.Name] = await versions.Find(staged.Name, staged.ContentHash, cancel).ConfigureAwait(false);
        }

        lock (_gate)
        {
            // What is included comes first: a function is never there without it.
            foreach (var (staged, _) in functions) PlaceIncluded(staged);
            foreach (var (staged, build) in functions)
            {
                var path = PathOf(staged.Name);
                if (!_files.TryGetValue(path, out var file)) _files[path] = file = new FunctionFile(path, Folder);
                File.Move(staged.Path, path, overwrite: true);
                file.Accept();
                Serve(staged.Name, file, staged.ContentHash, build, versionIds[staged.Name]);
            }
        }
    }

    /// <summary>Where the file of a function is or would be.</summary>
    public string PathOf(string name) => Path.Join(Folder, name + ".cs");

    /// <summary>The file of a function; null where it is not there, cannot be read just now, or is too large.</summary>
    public async Task<string?> Content(string name, CancellationToken cancel)
    {
        try
        {
            var file = new FileInfo(PathOf(name));
            return file.Length > FunctionSource.MaxBytes ? null : await File.ReadAllTextAsync(file.FullName, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void PlaceIncluded(FunctionSource staged)
    {
        foreach (var file in staged.Includes)
        {
            var path = Path.Join(Folder, staged.Relative(file));
            // Others include the same file; it is moved once, and not at all if it is the one that is there.
            if (!File.Exists(file) || (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(file)))) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(file, path, overwrite: true);
        }
    }

    /// <summary>A file that is new. Its name may be one that no function can have.</summary>
    private FunctionFile Found(string path)
    {
        var file = new FunctionFile(path, Folder);
        var name = file.Name;
        file.Problem = FunctionListing.Problem(name, _files.Values.Where(other => other.Problem is null).Select(other => other.Name));
        if (file.Problem is null && !catalog.BeginBuild(name)) file.Problem = $"{catalog.OwnerOf(name)} has a function '{name}' already. Rename either of them";
        if (file.Problem is not { } problem) return file;
        file.Source = null;
        Refuse(file, [new FunctionProblem(problem, Path.GetFileName(path))]);
        return file;
    }

    private void Forget(string path)
    {
        _files.Remove(path, out var file);
        cache.RemovePackages(file!.Name);
        if (catalog.Remove(file.Name) is not { } served) return;
        served.Program.Retire();
        Log.Removed(logger, file.Name);
    }

    private void Begin(FunctionFile file, CancellationToken cancel)
    {
        catalog.BeginBuild(file.Name);
        file.Build = Task.Run(() => Build(file, file.Source!, cancel), CancellationToken.None);
    }

    private async Task Build(FunctionFile file, FunctionSource source, CancellationToken cancel)
    {
        try
        {
            var began = clock.GetTimestamp();
            var result = await builder.Build(source, cancel).ConfigureAwait(false);
            var versionId = await versions.Find(source.Name, source.ContentHash, cancel).ConfigureAwait(false);
            lock (_gate)
            {
                // Removed or replaced meanwhile.
                if (!_files.TryGetValue(file.Path, out var now) || now != file || file.Source != source) return;
                file.HasFailed = result.Build is null;
                if (result == BuildResult.Outdated) file.LookAgain();
                else if (result.Build is not { } build) Refuse(file, result.Problems);
                else
                {
                    Serve(file.Name, file, source.ContentHash, build, versionId);
                    cache.Prune(source, pool.Programs);
                    if (result.WasBuiltBefore) Log.Taken(logger, file.Name, source.ContentHash[..8]);
                    Log.Ready(logger, file.Name, clock.GetElapsedTime(began).TotalMilliseconds);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            Log.Unexpected(logger, error, file.Name);
            lock (_gate) Refuse(file, [new FunctionProblem($"It cannot be built: {error.Message}", Path.GetFileName(file.Path))]);
        }
    }

    private ServedFunction Serve(string name, FunctionFile file, string contentHash, FunctionBuild build, string? versionId)
    {
        var served = new ServedFunction(build.Metadata, new WorkerProgram(build, pool, clock, programLogger), clock.GetUtcNow())
        {
            File = Path.Join(options.Functions.Path, Path.GetFileName(file.Path)),
            ContentHash = contentHash,
            VersionId = versionId,
        };
        catalog.Serve(served)?.Program.Retire();
        if (build.Metadata.Auth == AuthLevel.Public && build.Metadata.RunAs == RunAs.System) Log.PublicSystem(logger, name);
        return served;
    }

    private void Refuse(FunctionFile file, IReadOnlyList<FunctionProblem> problems)
    {
        catalog.Fail(file.Name, problems);
        foreach (var problem in problems) Log.Refused(logger, file.Name, problem.ToString());
    }

    private static partial class Log
    {
        [LoggerMessage(6201, LogLevel.Information, "Function '{Function}' is ready after {Milliseconds:0} ms")]
        public static partial void Ready(ILogger logger, string function, double milliseconds);

        [LoggerMessage(6202, LogLevel.Error, "Function '{Function}' cannot be served: {Problem}")]
        public static partial void Refused(ILogger logger, string function, string problem);

        [LoggerMessage(6206, LogLevel.Information, "Function '{Function}' was built beforehand; its program is verified and fits its file ({Hash})")]
        public static partial void Taken(ILogger logger, string function, string hash);

        [LoggerMessage(6203, LogLevel.Information, "Function '{Function}' is gone")]
        public static partial void Removed(ILogger logger, string function);

        [LoggerMessage(6204, LogLevel.Error, "Function '{Function}' could not be built")]
        public static partial void Unexpected(ILogger logger, Exception error, string function);

        [LoggerMessage(6205, LogLevel.Warning, "Function '{Function}' runs with the rights of an admin and may be called by anybody")]
        public static partial void PublicSystem(ILogger logger, string function);
    }
}
