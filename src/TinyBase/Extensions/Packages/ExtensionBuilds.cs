using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;

using TinyBase.Configuration;
using TinyBase.Functions.Building;
using TinyBase.Functions.Sandboxing;
using TinyBase.Functions.Workspace;

namespace TinyBase.Extensions.Packages;

/// <summary>What came of building an extension: the full path of its assembly, or why there is none.</summary>
internal sealed record ExtensionBuild(string? Assembly, IReadOnlyList<FunctionProblem> Problems)
{
    public static ExtensionBuild Failed(params IReadOnlyList<FunctionProblem> problems) => new(null, problems);
}

/// <summary>
/// Finds the assemblies of extensions, and builds those that are made of <c>.cs</c> files: one at a time, in the sandbox of functions.
/// What was built is kept by content below <c>.tinybase/extensions</c>, so that a restart builds nothing.
/// </summary>
internal sealed class ExtensionBuilds(DotNet dotnet, IProcessSandbox sandbox, TinyBaseOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>How many builds of an extension are kept: one that was replaced may still run, and have files to load.</summary>
    private const int Kept = 5;

    private readonly string _workspace = Path.GetFullPath(options.Root ?? Directory.GetCurrentDirectory());
    private readonly SdkBuild _sdk = new(dotnet, sandbox, clock);
    private readonly SemaphoreSlim _place = new(1);

    private string Root => Path.Join(_workspace, ".tinybase", "extensions");

    /// <summary>The assembly of an extension, built if it has to be.</summary>
    /// <param name="folder">The folder of the extension.</param>
    public async Task<ExtensionBuild> Assembly(string folder, ExtensionManifest manifest, CancellationToken cancel)
    {
        if (manifest.EntryPoint is { } entryPoint) return Built(folder, entryPoint);
        await _place.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await FromCode(folder, manifest, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SandboxException or Win32Exception)
        {
            return ExtensionBuild.Failed(new FunctionProblem($"It cannot be built: {error.Message}"));
        }
        finally
        {
            _place.Release();
        }
    }

    /// <summary>Removes what builds left that a kill of the server cut off.</summary>
    public void RemoveUnfinished() => new BuildFolders(Root).RemoveUnfinished();

    /// <summary>Removes what was built of an extension that is gone; what is in use stays.</summary>
    public void Remove(string name)
    {
        new BuildFolders(Root).RemovePackages(name);
        BuildFolders.Remove(Path.Join(Root, name));
    }

    public void Dispose() => _place.Dispose();

    private static ExtensionBuild Built(string folder, string entryPoint)
    {
        var path = Path.GetFullPath(Path.Join(folder, entryPoint));
        return File.Exists(path)
            ? new ExtensionBuild(path, [])
            : ExtensionBuild.Failed(new FunctionProblem($"There is no {entryPoint} in it, which entry_point names", ExtensionManifestReader.FileName));
    }

    private async Task<ExtensionBuild> FromCode(string folder, ExtensionManifest manifest, CancellationToken cancel)
    {
        var code = ExtensionCode.Read(folder);
        if (code.Problems.Count > 0) return new ExtensionBuild(null, code.Problems);
        var project = new ExtensionProject(manifest, code);
        var kept = Path.Join(Root, manifest.Name, HashOf(folder, code)[..32]);
        var assembly = Path.Join(kept, project.AssemblyName + ".dll");
        if (File.Exists(assembly)) return new ExtensionBuild(assembly, []);
        if (!dotnet.HasSdk)
        {
            return ExtensionBuild.Failed(new FunctionProblem(
                "There is no .NET SDK here that could build its .cs files. Install the .NET 10 SDK; or install the extension with a built assembly"));
        }

        var folders = new BuildFolders(Root);
        var work = folders.NewFolder();
        try
        {
            var output = Directory.CreateDirectory(Path.Join(work, "out")).FullName;
            if (await Build(folder, manifest, project, work, output, cancel).ConfigureAwait(false) is { Count: > 0 } problems) return new ExtensionBuild(null, problems);
            Keep(output, kept);
            return new ExtensionBuild(assembly, []);
        }
        finally
        {
            BuildFolders.Remove(work);
        }
    }

    private async Task<IReadOnlyList<FunctionProblem>> Build(
        string folder, ExtensionManifest manifest, ExtensionProject project, string work, string output, CancellationToken cancel)
    {
        var packages = new WorkspacePackages(_workspace);
        packages.Write();
        var own = Directory.CreateDirectory(Path.Join(work, "project")).FullName;
        var target = new BuildTarget(
            project.Write(own, packages.Folder),
            output,
            Path.Join(work, "home"),
            new BuildFolders(Root).PackagesOf(manifest.Name),
            [folder, packages.Folder])
        {
            WritablePaths = [own],
        };
        var build = await _sdk.Run(target, cancel).ConfigureAwait(false);
        return build.ExitCode switch
        {
            0 => [],
            null => [new FunctionProblem($"The build took longer than {SdkBuild.Limit.TotalSeconds} seconds and was ended")],
            _ => BuildOutput.Problems(build.Output + "\n" + build.Error, folder),
        };
    }

    /// <summary>Keeps what was built, and removes what was built before the last.</summary>
    private static void Keep(string output, string kept)
    {
        var all = Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        // A half of one may be there.
        if (Directory.Exists(kept)) Directory.Delete(kept, recursive: true);
        Directory.Move(output, kept);
        foreach (var old in all.GetDirectories().OrderByDescending(build => build.LastWriteTimeUtc).Skip(Kept)) BuildFolders.Remove(old.FullName);
    }

    private static string HashOf(string folder, ExtensionCode code)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(TinyBaseVersion.Current));
        foreach (var file in code.Files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{Path.GetRelativePath(folder, file)}\0"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
