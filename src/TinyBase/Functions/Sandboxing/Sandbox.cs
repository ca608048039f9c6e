using System.Runtime.InteropServices;
using TinyBase.Functions.Sandboxing.Linux;

namespace TinyBase.Functions.Sandboxing;

/// <summary>Finds what the system offers, and the sandbox that uses it.</summary>
internal static unsafe class Sandbox
{
    private const int GetActionAvailable = 2;
    private const uint ReturnError = 0x00050000;

    /// <param name="user">Whom functions run as where the server is root; a user of no account by default.</param>
    public static SandboxSupport Detect(SandboxUser? user = null)
    {
        if (!OperatingSystem.IsLinux()) return SandboxSupport.None("only Linux has it");
        if (!SystemCall.IsKnown) return SandboxSupport.None($"not supported on {RuntimeInformation.ProcessArchitecture}");
        var abi = Landlock.Abi();
        var action = ReturnError;
        var filters = SystemCall.Invoke(SystemCall.Seccomp, GetActionAvailable, 0, (nint)(&action)) == 0;
        var isRoot = SystemCall.Invoke(SystemCall.GetEffectiveUid) == 0;
        return new SandboxSupport(
            Math.Max(abi, 0),
            filters,
            isRoot ? user ?? SandboxUser.Default : null,
            ProcessGroup.IsKept,
            abi > 0 ? null : Marshal.GetPInvokeErrorMessage(-abi));
    }

    /// <param name="protectedPaths">The database, the key and the like: a command that would make one readable is refused.</param>
    public static IProcessSandbox Create(SandboxSupport support, IReadOnlyList<string> protectedPaths) =>
        support.IsAny ? new LandlockSandbox(support, protectedPaths) : new UnrestrictedSandbox();
}
