using System.Security.Cryptography;

using TinyBase.Configuration;
using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Building;

/// <summary>A function that is built: its program and what that says of itself.</summary>
/// <param name="Program">The full path of the assembly.</param>
/// <param name="Metadata">What it says of itself.</param>
internal sealed record FunctionBuild(string Program, FunctionMetadata Metadata);

/// <summary>
/// What was built, by content, below <c>.tinybase/functions</c>: a restart builds nothing. <c>&lt;name&gt;/&lt;hash&gt;/</c> holds
/// <c>metadata.json</c>, which the server writes, and what the build wrote in a folder beside it: a build could leave a link of any
/// name among its own files, and the server would write to where that leads.
/// </summary>
internal sealed class FunctionCache(TinyBaseOptions options, TimeProvider clock)
{
    private const string MetadataFile = "metadata.json";
    private const string ProgramFolder = "program";

    /// <summary>How many builds of a function are kept.</summary>
    private const int Kept = 5;

    private readonly BuildFolders _folders = new(RootOf(options));

    /// <summary>The folder of everything.</summary>
    public string Root { get; } = RootOf(options);

    /// <summary>The packages that a function is built with.</summary>
    public string PackagesOf(string name) => _folders.PackagesOf(name);

    /// <summary>A new folder to build in.</summary>
    public string NewFolder() => _folders.NewFolder();

    /// <summary>A new folder that is home to a process while it runs a function.</summary>
    public string NewHome() =>
        Directory.CreateDirectory(Path.Join(Root, ".run", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))).FullName;

    /// <summary>The build of a function as its file is now; null if there is none.</summary>
    public FunctionBuild? Find(FunctionSource source)
    {
        var folder = FolderOf(source);
        try
        {
            var metadata = FrameCodec.Read<FunctionMetadata>(File.ReadAllBytes(Path.Join(folder, MetadataFile)));
            var program = ProgramIn(Path.Join(folder, ProgramFolder), source);
            return File.Exists(program) ? new FunctionBuild(program, metadata) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FrameException)
        {
            return null;
        }
    }

    /// <summary>The program that a build leaves in a folder.</summary>
    public static string ProgramIn(string folder, FunctionSource source) => Path.Join(folder, source.Name + ".dll");

    /// <summary>Keeps what was built in a folder.</summary>
    public FunctionBuild Keep(FunctionSource source, string built, FunctionMetadata metadata)
    {
        // A command may have built the same beside the server, which runs it already.
        if (Find(source) is { } made) return made;
        var folder = FolderOf(source);
        // A half of one may be there, without its metadata.
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var program = Path.Join(folder, ProgramFolder);
        Directory.Move(built, program);
        File.WriteAllBytes(Path.Join(folder, MetadataFile), FrameCodec.Write(metadata));
        return new FunctionBuild(ProgramIn(program, source), metadata);
    }

    /// <summary>Notes that a build is in use, and removes those of the same function that were not for longest.</summary>
    /// <param name="running">The programs that run: one whose file is replaced may still have calls, and files to load.</param>
    public void Prune(FunctionSource source, IReadOnlySet<string> running)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(FolderOf(source), clock.GetUtcNow().UtcDateTime);
            var builds = new DirectoryInfo(Path.Join(Root, source.Name)).GetDirectories();
            foreach (var old in builds.OrderByDescending(build => build.LastWriteTimeUtc).Skip(Kept))
            {
                if (!running.Contains(ProgramIn(Path.Join(old.FullName, ProgramFolder), source))) old.Delete(recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A process of it may still be running; the next build tries again.
        }
    }

    /// <summary>Removes the packages of a function that is gone.</summary>
    public void RemovePackages(string name) => _folders.RemovePackages(name);

    /// <summary>Removes what builds and processes left that a kill of the server cut off.</summary>
    public void RemoveUnfinished()
    {
        _folders.RemoveUnfinished();
        BuildFolders.Remove(Path.Join(Root, ".run"));
    }

    private static string RootOf(TinyBaseOptions options) =>
        Path.Join(Path.GetFullPath(options.Root ?? Directory.GetCurrentDirectory()), ".tinybase", "functions");

    private string FolderOf(FunctionSource source) => Path.Join(Root, source.Name, source.Hash[..32]);
}
