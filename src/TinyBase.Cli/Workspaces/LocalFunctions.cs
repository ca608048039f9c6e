using TinyBase.Configuration;
using TinyBase.Functions;
using TinyBase.Functions.Building;
using TinyBase.Functions.Sandboxing;
using TinyBase.Functions.Workspace;

namespace TinyBase.Cli.Workspaces;

/// <summary>The functions in the folder of a workspace, and what builds and runs them there as the server would.</summary>
internal sealed class LocalFunctions : IDisposable
{
    private readonly TinyBaseOptions _options;

    private LocalFunctions(TinyBaseOptions options)
    {
        _options = options;
        var folder = FunctionFolder.Of(options.Root!, options.Functions.Path);
        Folder = folder.Path;
        Shown = Path.GetRelativePath(options.Root!, Folder);
        Cache = new FunctionCache(options, TimeProvider.System);
        DotNet = DotNet.Find();
        Sandbox = FunctionServices.NewSandbox(TinyBase.Functions.Sandboxing.Sandbox.Detect(), DatabasePath.Resolve(options.Database.Url, options.Root!), options.Root!);
        Builder = new FunctionBuilder(Cache, new BuiltFunctions(Cache, DotNet), DotNet, Sandbox, options, TimeProvider.System);
        if (Directory.Exists(Folder)) folder.Prepare();
    }

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The path of the folder as it is shown.</summary>
    public string Shown { get; }

    public FunctionCache Cache { get; }

    public DotNet DotNet { get; }

    public IProcessSandbox Sandbox { get; }

    private FunctionBuilder Builder { get; }

    /// <summary>Opens the folder that the settings name.</summary>
    public static LocalFunctions Open(TinyBaseOptions options) => new(options);

    /// <summary>The names of the functions of the current folder, for completion; none if there is something wrong with it.</summary>
    public static IEnumerable<string> Names()
    {
        try
        {
            var options = new Workspace(".").ReadSettings().Options;
            return FunctionListing.Paths(FunctionFolder.Of(options.Root!, options.Functions.Path).Path).Select(path => Path.GetFileNameWithoutExtension(path));
        }
        catch (SettingsException)
        {
            return [];
        }
    }

    /// <summary>All functions, by name.</summary>
    public IReadOnlyList<LocalFunction> All()
    {
        var all = new List<LocalFunction>();
        foreach (var path in FunctionListing.Paths(Folder))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var problem = FunctionListing.Problem(name, all.Where(other => other.Problem is null).Select(other => other.Name));
            all.Add(new LocalFunction(name, path, Path.GetRelativePath(_options.Root!, path), problem));
        }

        return all;
    }

    /// <summary>The functions with some names; all if there are none.</summary>
    /// <param name="error">Is told which are not there.</param>
    /// <returns>Null if one is not there.</returns>
    public IReadOnlyList<LocalFunction>? Find(IReadOnlyCollection<string> names, TextWriter error)
    {
        var all = All();
        var missing = names.Where(name => !all.Any(function => function.Name == name)).ToList();
        foreach (var name in missing) error.WriteError($"There is no function '{name}' in {Shown}.");
        if (missing.Count > 0) return null;
        return names.Count == 0 ? all : [.. all.Where(function => names.Contains(function.Name))];
    }

    /// <summary>The text of a function; null if it cannot be read.</summary>
    public FunctionSource? Read(LocalFunction function) => FunctionSource.Read(function.Path, Folder);

    /// <summary>Builds a function as the server would.</summary>
    public async Task<BuildResult> Build(LocalFunction function, CancellationToken cancel)
    {
        if (function.Problem is { } problem) return Failed(function, problem);
        if (Read(function) is not { } source) return Failed(function, "It cannot be read");
        var result = await Builder.Build(source, cancel).ConfigureAwait(false);
        return result == BuildResult.Outdated ? Failed(function, "It changed while it was built. Try again") : result;
    }

    /// <summary>Why a function cannot be brought elsewhere: it includes what is not in the folder.</summary>
    public static FunctionProblem? Outside(FunctionSource source) =>
        source.Includes.Select(source.Relative).FirstOrDefault(path => path.StartsWith("..", StringComparison.Ordinal)) is { } path
            ? new FunctionProblem($"It includes '{path}', which is not in the folder of the functions and stays behind. Move it there", Path.GetFileName(source.Path))
            : null;

    public void Dispose() => Builder.Dispose();

    private static BuildResult Failed(LocalFunction function, string problem) =>
        BuildResult.Failed(new FunctionProblem(problem, Path.GetFileName(function.Path)));
}
