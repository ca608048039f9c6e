using System.Text;

namespace TinyBase.Functions.Workspace;

/// <summary>
/// The folder of functions and what their builds need beside it: the packages of this version of TinyBase, a <c>nuget.config</c> that
/// leads to them, and files that keep the settings of the folders above out. What is there already is kept.
/// </summary>
/// <param name="root">The full path of the workspace.</param>
/// <param name="functions">The full path of the folder of functions.</param>
internal sealed class FunctionFolder(string root, string functions)
{
    private const string ResourceFolder = "functions/";

    private const string GlobalJson = "global.json";

    /// <summary>What shields functions from the folders above; .NET takes the nearest file of each name.</summary>
    public static readonly IReadOnlyList<(string Name, string Text)> Shields =
    [
        // Said here as well as in the package of the SDK, which a restore does not read: it would fetch a compiler that nobody needs.
        ("Directory.Build.props", "<Project>\n  <PropertyGroup>\n    <PublishAot>false</PublishAot>\n  </PropertyGroup>\n</Project>\n"),
        ("Directory.Build.targets", "<Project />\n"),
        ("Directory.Packages.props", "<Project />\n"),
        (GlobalJson, "{}\n"),
    ];

    /// <summary>The folder of functions.</summary>
    public string Path { get; } = functions;

    /// <summary>The folder that the settings name.</summary>
    public static FunctionFolder Of(string root, string functionsPath) =>
        new(root, System.IO.Path.GetFullPath(functionsPath, root));

    /// <summary>Makes what is missing.</summary>
    /// <returns>Whether the folder of functions is new.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public bool Prepare()
    {
        var isNew = !Directory.Exists(Path);
        Directory.CreateDirectory(Path);
        var packages = new WorkspacePackages(root);
        packages.Write();
        foreach (var (name, text) in Shields)
        {
            // One beside the folder is meant for it.
            if (name != GlobalJson || !File.Exists(System.IO.Path.Join(System.IO.Path.GetDirectoryName(Path), name))) Write(System.IO.Path.Combine(Path, name), text);
        }

        var config = System.IO.Path.Combine(Path, "nuget.config");
        if (!File.Exists(config)) Write(config, NugetConfig.For(System.IO.Path.GetRelativePath(Path, packages.Folder), PackageSources.Find(Path)));
        return isNew;
    }

    /// <summary>Puts the example functions into the folder, but none over a file that is there.</summary>
    /// <returns>The names of their files.</returns>
    public IReadOnlyList<string> WriteExamples()
    {
        var names = WorkspaceResources.Names(ResourceFolder).Where(name => name.EndsWith(".cs", StringComparison.Ordinal)).Select(name => name[ResourceFolder.Length..]).ToList();
        foreach (var name in names) Write(System.IO.Path.Combine(Path, name), FunctionTemplate.WithVersion(WorkspaceResources.ReadText(ResourceFolder + name)));
        return names;
    }

    /// <summary>Adds the file of a function.</summary>
    /// <returns>False if there is one of that name.</returns>
    public bool TryAdd(string name, string source)
    {
        try
        {
            using var file = new FileStream(System.IO.Path.Combine(Path, name + ".cs"), FileMode.CreateNew);
            file.Write(Encoding.UTF8.GetBytes(source));
            return true;
        }
        catch (IOException) when (File.Exists(System.IO.Path.Combine(Path, name + ".cs")))
        {
            return false;
        }
    }

    private static void Write(string path, string text)
    {
        if (!File.Exists(path)) WorkspacePackages.Replace(path, Encoding.UTF8.GetBytes(text));
    }
}
