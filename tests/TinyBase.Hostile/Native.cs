using System.Runtime.InteropServices;

namespace TinyBase.Hostile;

/// <summary>Calls of the C library that .NET has no method for.</summary>
internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    public static partial int Trace(nint request, int pid, nint address, nint data);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int NewSession();

    [LibraryImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    public static partial int SetGroup(int pid, int group);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "setuid", SetLastError = true)]
    public static partial int SetUser(int user);

    public static string Check(int result) =>
        result >= 0 ? "done" : throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
}
