using System.Runtime.InteropServices;

namespace TinyBase.Tests.Functions.Sandboxing;

/// <summary>Calls of the C library that .NET has no method for.</summary>
internal static class NativeCalls
{
    public static int Duplicate(int descriptor) => dup(descriptor);

    public static int Close(int descriptor) => close(descriptor);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int dup(int descriptor);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);
}
