using System.Reflection;
using System.Runtime.Loader;

namespace TinyBase.Extensions.Packages.Loading;

/// <summary>
/// Where the assemblies of one version of an extension live. What the server and the extension speak with each other is the server's; all else
/// is the extension's own, in whichever version it brings.
/// </summary>
internal sealed class ExtensionLoadContext(string extension, string assemblyPath)
    : AssemblyLoadContext($"extension {extension}", isCollectible: true)
{
    private static readonly string[] SharedPrefixes = ["TinyBase.", "Microsoft.AspNetCore.", "Microsoft.Extensions."];

    private readonly AssemblyDependencyResolver _dependencies = new(assemblyPath);

    /// <summary>The name of the extension.</summary>
    public string Extension { get; } = extension;

    /// <summary>The extension that an assembly is of; null for none.</summary>
    public static string? ExtensionOf(Assembly assembly) => (GetLoadContext(assembly) as ExtensionLoadContext)?.Extension;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName) && TryShare(assemblyName) is { } shared) return shared;
        return _dependencies.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _dependencies.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;

    private static bool IsShared(AssemblyName assembly) =>
        assembly.Name is { } name && (name == "TinyBase" || SharedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>Not everything with such a name is the server's: an extension may bring packages that it does not have.</summary>
    private static Assembly? TryShare(AssemblyName assembly)
    {
        try
        {
            return Default.LoadFromAssemblyName(assembly);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
