using System.Runtime.InteropServices;

namespace TinyBase.Server.Tests.Cli;

/// <summary>The .NET that runs the tests, in a folder of its own and without the SDK.</summary>
internal sealed class RuntimeWithoutSdk : IDisposable
{
    private readonly TestFolder _folder = new();

    private RuntimeWithoutSdk()
    {
    }

    /// <summary>What makes a command run on it and find no other.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["PATH"] = _folder.Path,
        ["DOTNET_ROOT"] = _folder.Path,
    };

    public static RuntimeWithoutSdk Make()
    {
        var made = new RuntimeWithoutSdk();
        var root = Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        Copy(Path.Join(root, "dotnet"), made._folder.File("dotnet"));
        // Copies, since the runtime follows links to where it really is, and there is the SDK.
        foreach (var folder in new[] { "host/fxr", "shared/Microsoft.NETCore.App", "shared/Microsoft.AspNetCore.App" })
        {
            var from = Path.Join(root, folder, Environment.Version.ToString());
            if (!Directory.Exists(from)) from = Directory.GetDirectories(Path.Join(root, folder)).Order(StringComparer.Ordinal).Last();
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                Copy(file, made._folder.File(Path.Join(folder, Path.GetFileName(from), Path.GetRelativePath(from, file))));
            }
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(made._folder.Path, (UnixFileMode)0b111_101_101);
        return made;
    }

    public void Dispose() => _folder.Dispose();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }
}
