using System.Text;

namespace TinyBase.Functions.Workspace;

/// <summary>What this assembly brings along to put into a workspace.</summary>
internal static class WorkspaceResources
{
    /// <summary>The names that begin with something, sorted.</summary>
    public static IEnumerable<string> Names(string prefix) =>
        typeof(WorkspaceResources).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>A text.</summary>
    public static string ReadText(string name)
    {
        using var reader = new StreamReader(Open(name), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The content of a file.</summary>
    public static byte[] ReadBytes(string name)
    {
        using var resource = Open(name);
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static Stream Open(string name) => typeof(WorkspaceResources).Assembly.GetManifestResourceStream(name)!;
}
