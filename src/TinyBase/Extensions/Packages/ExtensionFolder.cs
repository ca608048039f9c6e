using TinyBase.Configuration;

namespace TinyBase.Extensions.Packages;

/// <summary>Where extensions are installed.</summary>
internal sealed class ExtensionFolder(TinyBaseOptions options)
{
    /// <summary>The folder of all.</summary>
    public string Path { get; } = Resolve(options);

    /// <summary>Where what is not installed yet lies; it is emptied at each start.</summary>
    public string Staging => System.IO.Path.Join(Path, ".staging");

    /// <summary>The folder of one.</summary>
    public string Of(string name) => System.IO.Path.Join(Path, name);

    private static string Resolve(TinyBaseOptions options)
    {
        var root = System.IO.Path.GetFullPath(options.Root ?? Directory.GetCurrentDirectory());
        var path = options.Extensions.Path;
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = System.IO.Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..]);
        }

        return System.IO.Path.GetFullPath(path, root);
    }
}
