using System.ComponentModel;
using System.Text;

using TinyBase.Configuration;
using TinyBase.Functions.Sandboxing;
using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Building;

/// <summary>What came of building a function.</summary>
/// <param name="Build">The program; null if it failed.</param>
/// <param name="Problems">Why it failed; empty if it did not.</param>
internal sealed record BuildResult(FunctionBuild? Build, IReadOnlyList<FunctionProblem> Problems)
{
    /// <summary>The file changed while it was built: what came of it is not known.</summary>
    public static BuildResult Outdated { get; } = new(null, []);

    /// <summary>Whether it was brought along instead of being built here.</summary>
    public bool WasBuiltBefore { get; init; }

    public static BuildResult Failed(params IReadOnlyList<FunctionProblem> problems) => new(null, problems);
}

/// <summary>Builds the files of functions, a few at once.</summary>
internal sealed class FunctionBuilder(
    FunctionCache cache, BuiltFunctions builtBefore, DotNet dotnet, IProcessSandbox sandbox, TinyBaseOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan MetadataLimit = TimeSpan.FromSeconds(30);

    private readonly SdkBuild _sdk = new(dotnet, sandbox, clock);
    private readonly SemaphoreSlim _places = new(options.Functions.MaxBuilds);

    /// <summary>The program of a function: from the cache, else what was built beforehand, else built.</summary>
    public async Task<BuildResult> Build(FunctionSource source, CancellationToken cancel)
    {
        if (source.Unfollowed is { } given)
        {
            return BuildResult.Failed(new FunctionProblem(
                $"'#:include {given}' cannot be followed, so nobody would notice a change of it. Name files, or patterns with * and **", Path.GetFileName(source.Path)));
        }

        if (cache.Find(source) is { } cached) return Checked(source, cached);
        if (builtBefore.Take(source) is { } brought) return brought.Build is { } taken ? Checked(source, taken) with { WasBuiltBefore = true } : brought;
        if (!dotnet.HasSdk)
        {
            return BuildResult.Failed(new FunctionProblem(
                "It is not built, and there is no .NET SDK here that could build it. Install the .NET 10 SDK; or run 'tinybase functions build' "
                + "where there is one, and put the folder that it writes in the place of this one",
                Path.GetFileName(source.Path)));
        }

        await _places.WaitAsync(cancel).ConfigureAwait(false);
        var folder = cache.NewFolder();
        try
        {
            return await Build(source, folder, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SandboxException or Win32Exception)
        {
            return BuildResult.Failed(new FunctionProblem($"It cannot be built: {error.Message}", Path.GetFileName(source.Path)));
        }
        finally
        {
            _places.Release();
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<BuildResult> Build(FunctionSource source, string folder, CancellationToken cancel)
    {
        var file = Path.GetFileName(source.Path);
        var functions = Path.GetDirectoryName(source.Path)!;
        var output = Directory.CreateDirectory(Path.Join(folder, "out")).FullName;
        var target = new BuildTarget(
            source.Path,
            output,
            Path.Join(folder, "home"),
            cache.PackagesOf(source.Name),
            [.. source.Files, .. Beside(source.Folder)])
        {
            // Patterns of #:include are looked up in it.
            ListablePaths = [functions],
        };
        var build = await _sdk.Run(target, cancel).ConfigureAwait(false);
        if (build.ExitCode is null)
        {
            return BuildResult.Failed(new FunctionProblem($"The build took longer than {SdkBuild.Limit.TotalSeconds} seconds and was ended", file));
        }

        if (build.ExitCode != 0) return new BuildResult(null, BuildOutput.Problems(build.Output + "\n" + build.Error, functions));
        if (Unusable(source, output) is { } unusable) return BuildResult.Failed(new FunctionProblem(unusable, file));
        var home = Directory.CreateDirectory(Path.Join(folder, "run")).FullName;
        var said = await ProcessOutput.Run(sandbox, ToDescribe(source, output, home), MetadataLimit, clock, cancel).ConfigureAwait(false);
        if (Describe(said, file, out var problem) is not { } metadata) return BuildResult.Failed(problem!);
        if (FunctionSource.Read(source.Path, source.Folder)?.Hash != source.Hash) return BuildResult.Outdated;
        return Checked(source, cache.Keep(source, output, metadata));
    }

    /// <summary>Why what was built is not taken; null if it is.</summary>
    private static string? Unusable(FunctionSource source, string output)
    {
        if (BuildFiles.Irregular(output) is { } path)
        {
            return $"The build left '{path}', which is a link or something else that is no file. What is built may hold files and folders only";
        }

        var program = FunctionCache.ProgramIn(output, source);
        return File.Exists(program)
            ? null
            : $"The build made no {Path.GetFileName(program)}. The program must have the name of the file: remove '#:property AssemblyName', "
                + "and whatever else gives it another";
    }

    private static BuildResult Checked(FunctionSource source, FunctionBuild build) => build.Metadata.Name == source.Name
        ? new BuildResult(build, [])
        : BuildResult.Failed(new FunctionProblem(
            $"The name in [Function(\"{build.Metadata.Name}\")] must be that of the file: '{source.Name}'. Change either of them",
            Path.GetFileName(source.Path)));

    private static FunctionMetadata? Describe(ProcessOutput said, string file, out FunctionProblem? problem)
    {
        problem = said switch
        {
            { ExitCode: null } => new FunctionProblem(
                $"It did not describe itself within {MetadataLimit.TotalSeconds} seconds. What stands before Function.Run must not take that long", file),
            { ExitCode: not 0 } => new FunctionProblem(Shorten(said.Error) is { Length: > 0 } text ? text : "It ended before it described itself", file),
            _ => null,
        };
        if (problem is not null) return null;
        try
        {
            var metadata = FrameCodec.Read<FunctionMetadata>(Encoding.UTF8.GetBytes(said.Output));
            if (MetadataRules.Refusal(metadata) is not { } refusal) return metadata;
            problem = new FunctionProblem(refusal, file);
            return null;
        }
        catch (FrameException)
        {
            problem = new FunctionProblem("It does not end with `return await Function.Run(…, args);`, or writes to the console before", file);
            return null;
        }
    }

    private static string Shorten(string text)
    {
        const int most = 2000;
        text = text.Trim();
        return text.Length <= most ? text : text[..most];
    }

    /// <summary>What the build may read in the folder of the functions: not the sources of the others.</summary>
    private static IEnumerable<string> Beside(string folder) =>
        Directory.EnumerateFileSystemEntries(folder)
            .Where(path => Path.GetFileName(path) is var name && !FunctionSource.IsFunction(name) && name[0] != '.')
            // Not what a link leads to that is gone.
            .Where(Path.Exists);

    private SandboxedCommand ToDescribe(FunctionSource source, string output, string home) => new(
        dotnet.Host,
        [FunctionCache.ProgramIn(output, source), "--metadata"],
        home,
        FunctionEnvironment.ToRun(dotnet, home, options.Functions.WorkerMemoryMegabytes),
        [dotnet.Root, output],
        [home],
        SandboxKind.Run);
}
