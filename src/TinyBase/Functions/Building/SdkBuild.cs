using TinyBase.Functions.Sandboxing;

namespace TinyBase.Functions.Building;

/// <summary>What <c>dotnet build</c> is to build, and where.</summary>
/// <param name="Path">The project, or the file of an app.</param>
/// <param name="Output">The folder that the program is put into.</param>
/// <param name="Home">A folder that becomes the home of the build.</param>
/// <param name="Packages">The folder that packages are restored to.</param>
/// <param name="ReadablePaths">What the build may read, beside the SDK.</param>
internal sealed record BuildTarget(string Path, string Output, string Home, string Packages, IReadOnlyList<string> ReadablePaths)
{
    /// <summary>What it may also change.</summary>
    public IReadOnlyList<string> WritablePaths { get; init; } = [];

    /// <summary>Folders of which it may see the names of what is in them.</summary>
    public IReadOnlyList<string> ListablePaths { get; init; } = [];
}

/// <summary>Runs <c>dotnet build</c> in the sandbox.</summary>
internal sealed class SdkBuild(DotNet dotnet, IProcessSandbox sandbox, TimeProvider clock)
{
    /// <summary>After which time a build is ended.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Builds something.</summary>
    public Task<ProcessOutput> Run(BuildTarget target, CancellationToken cancel)
    {
        PrepareHome(target.Home);
        Directory.CreateDirectory(target.Packages);
        return ProcessOutput.Run(sandbox, Command(target), Limit, clock, cancel);
    }

    /// <summary>
    /// A home folder that has of the user's own the sources of packages, and nothing else. What the first start of the SDK does under
    /// a lock of the whole machine counts as done: the sandbox has no such locks.
    /// </summary>
    private static void PrepareHome(string home)
    {
        var target = Directory.CreateDirectory(Path.Join(home, ".nuget", "NuGet")).FullName;
        // Not copied: the process may run as somebody else, who has to read it.
        if (File.Exists(PackageSources.OfUser)) File.WriteAllBytes(Path.Join(target, "NuGet.Config"), File.ReadAllBytes(PackageSources.OfUser));
        var done = Directory.CreateDirectory(Path.Join(home, ".local", "share", "NuGet", "Migrations")).FullName;
        File.WriteAllBytes(Path.Join(done, "1"), []);
        // So that whoever it runs as can write beside what is made here.
        foreach (var folder in Directory.EnumerateDirectories(home, "*", SearchOption.AllDirectories)) OpenToAll(folder);
    }

    private static void OpenToAll(string folder)
    {
        const UnixFileMode all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, all);
    }

    private SandboxedCommand Command(BuildTarget target)
    {
        var folder = Path.GetDirectoryName(target.Path)!;
        return new SandboxedCommand(
            dotnet.Host,
            Arguments(target),
            folder,
            FunctionEnvironment.ToBuild(dotnet, target.Home, target.Packages),
            [dotnet.Root, .. target.ReadablePaths, .. PackageSources.Settings(folder), .. PackageSources.LocalFolders(folder)],
            [target.Home, target.Packages, target.Output, .. target.WritablePaths],
            SandboxKind.Build)
        {
            ListablePaths = target.ListablePaths,
            CachePaths = [target.Packages],
        };
    }

    private static IReadOnlyList<string> Arguments(BuildTarget target) =>
    [
        "build", target.Path, "-c", "Release", "-o", target.Output, "--nologo", "-v", "quiet",
        // Said here too, since the package with these settings is not there yet while it is being restored.
        "-p:PublishAot=false", "-p:UseSharedCompilation=false", "-p:GenerateFullPaths=true",
        // The repository that the workspace may be in is not to be read from the sandbox, nor what it says of style.
        "-p:EnableSourceControlManagerQueries=false", "-p:EnableSourceLink=false",
        "-p:DiscoverEditorConfigFiles=false", "-p:DiscoverGlobalAnalyzerConfigFiles=false",
    ];
}
