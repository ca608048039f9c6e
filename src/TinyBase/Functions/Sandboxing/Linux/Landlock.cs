using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>The kernel's Landlock: what a thread and all that it starts may still do, for good.</summary>
internal static unsafe class Landlock
{
    /// <summary>The first version that can deny a port to listen on.</summary>
    public const int AbiWithPorts = 4;

    /// <summary>The first version that keeps signals and abstract sockets inside.</summary>
    public const int AbiWithScopes = 6;

    private const nint VersionFlag = 1;
    private const nint PathBeneath = 1;
    private const nint CurrentFolder = -100;
    private const nint PathOnly = 0x200000 | 0x80000; // O_PATH | O_CLOEXEC

    private const ulong Execute = 1 << 0;
    private const ulong WriteFile = 1 << 1;
    private const ulong ReadFile = 1 << 2;
    private const ulong ReadFolder = 1 << 3;
    private const ulong MakeCharacterDevice = 1 << 6;
    private const ulong MakeSocket = 1 << 9;
    private const ulong MakeBlockDevice = 1 << 11;
    private const ulong Refer = 1 << 13;
    private const ulong Truncate = 1 << 14;
    private const ulong DeviceControl = 1 << 15;
    private const ulong OfFiles = Execute | WriteFile | ReadFile | Truncate | DeviceControl;

    /// <summary>The version of the kernel's interface, or the negative error where there is none.</summary>
    public static int Abi()
    {
        var version = SystemCall.Invoke(SystemCall.LandlockCreateRuleset, 0, 0, VersionFlag);
        return version > 0 ? (int)version : -Marshal.GetLastPInvokeError();
    }

    /// <summary>The rules as a descriptor, which the caller closes.</summary>
    public static int CreateRuleset(int abi, IEnumerable<GrantedPath> paths)
    {
        var handled = Handled(abi);
        // struct landlock_ruleset_attr: files, network (bind a TCP port), scopes (abstract sockets, signals).
        var attributes = stackalloc ulong[] { handled, abi >= AbiWithPorts ? 1ul : 0, abi >= AbiWithScopes ? 3ul : 0 };
        nint size = abi >= AbiWithScopes ? 24 : abi >= AbiWithPorts ? 16 : 8;
        var ruleset = (int)SystemCall.Invoke(SystemCall.LandlockCreateRuleset, (nint)attributes, size);
        if (ruleset < 0) throw new SandboxException($"Landlock refused a ruleset: {Marshal.GetLastPInvokeErrorMessage()}");
        foreach (var path in paths) Grant(ruleset, path, handled);
        return ruleset;
    }

    private static void Grant(int ruleset, GrantedPath path, ulong handled)
    {
        var name = Marshal.StringToCoTaskMemUTF8(path.Path);
        var file = SystemCall.Invoke(SystemCall.Open, CurrentFolder, name, PathOnly);
        Marshal.FreeCoTaskMem(name);
        // What is not there cannot be reached either; a folder that must exist is missed by the program, which says so.
        if (file < 0) return;
        var rights = Rights(path.Access) & handled;
        if (!Directory.Exists(path.Path)) rights &= OfFiles;
        var rule = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(rule, 8), rights);
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(rule + 8, 4), (int)file);
        var done = SystemCall.Invoke(SystemCall.LandlockAddRule, ruleset, PathBeneath, (nint)rule);
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = SystemCall.Invoke(SystemCall.Close, file);
        if (done >= 0) return;
        _ = SystemCall.Invoke(SystemCall.Close, ruleset);
        throw new SandboxException($"Landlock refused the rule for {path.Path}: {error}");
    }

    private static ulong Handled(int abi)
    {
        ulong all = (1 << 13) - 1;
        if (abi >= 2) all |= Refer;
        if (abi >= 3) all |= Truncate;
        if (abi >= 5) all |= DeviceControl;
        return all;
    }

    private static ulong Rights(PathAccess access) => access switch
    {
        PathAccess.List => ReadFolder,
        PathAccess.Read => ReadFile | ReadFolder,
        PathAccess.Execute => ReadFile | ReadFolder | Execute,
        PathAccess.Device => ReadFile | WriteFile,
        _ => ulong.MaxValue & ~(MakeCharacterDevice | MakeBlockDevice | MakeSocket | DeviceControl),
    };
}
