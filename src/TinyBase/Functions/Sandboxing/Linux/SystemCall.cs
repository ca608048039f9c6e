using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>
/// Raw system calls. The C library's setresuid and its like change every thread of the process; the system call changes the calling
/// thread alone, which is what a restricted thread needs.
/// </summary>
internal static partial class SystemCall
{
    public const int Interrupted = 4;

    private static bool X64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Whether the numbers here are those of this system.</summary>
    public static bool IsKnown =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static nint Open => X64 ? 257 : 56;

    public static nint Close => X64 ? 3 : 57;

    public static nint Kill => X64 ? 62 : 129;

    public static nint WaitId => X64 ? 247 : 95;

    public static nint SetGroups => X64 ? 116 : 159;

    public static nint SetResUid => X64 ? 117 : 147;

    public static nint SetResGid => X64 ? 119 : 149;

    public static nint SetFsUid => X64 ? 122 : 151;

    public static nint SetFsGid => X64 ? 123 : 152;

    public static nint GetEffectiveUid => X64 ? 107 : 175;

    public static nint ChangeOwner => X64 ? 260 : 54;

    public static nint SetCapabilities => X64 ? 126 : 91;

    public static nint ProcessControl => X64 ? 157 : 167;

    public static nint Seccomp => X64 ? 317 : 277;

    public static nint LimitProcess => X64 ? 302 : 261;

    public static nint Status => X64 ? 332 : 291;

    public static nint CloseRange => 436;

    public static nint Access => 439;

    public static nint LandlockCreateRuleset => 444;

    public static nint LandlockAddRule => 445;

    public static nint LandlockRestrictSelf => 446;

    /// <summary>Returns what the call returns, or −1; the error is then <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Invoke(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0);
}
