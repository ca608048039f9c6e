namespace TinyBase.Functions.Workspace;

/// <summary>The packages of this version of TinyBase, which what is built in a workspace references.</summary>
/// <param name="root">The full path of the workspace.</param>
internal sealed class WorkspacePackages(string root)
{
    private const string Prefix = "packages/";

    /// <summary>Where they lie.</summary>
    public string Folder { get; } = Path.Combine(root, ".tinybase", "packages");

    /// <summary>
    /// Puts them there. One of the same version that differs is replaced, as it does while TinyBase itself is developed.
    /// </summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write()
    {
        Directory.CreateDirectory(Folder);
        foreach (var name in WorkspaceResources.Names(Prefix))
        {
            var path = Path.Combine(Folder, name[Prefix.Length..]);
            var bytes = WorkspaceResources.ReadBytes(name);
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) Replace(path, bytes);
        }
    }

    /// <summary>Writes a file so that there is never half of it, whoever reads it meanwhile.</summary>
    public static void Replace(string path, byte[] bytes)
    {
        var made = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(made, bytes);
            File.Move(made, path, overwrite: true);
        }
        catch
        {
            File.Delete(made);
            throw;
        }
    }
}
