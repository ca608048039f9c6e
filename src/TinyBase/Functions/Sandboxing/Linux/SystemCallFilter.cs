using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>
/// The seccomp program of a sandbox. It refuses what would leave the process group (by which all that a function started is killed),
/// Unix sockets, tracing, namespaces, and parts of the kernel that a .NET program has no use for.
/// </summary>
internal static class SystemCallFilter
{
    private const ushort Load = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private const ushort IfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private const ushort IfAtLeast = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private const ushort IfAnyBit = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private const ushort Return = 0x06; // BPF_RET | BPF_K
    private const uint Allow = 0x7fff0000;
    private const uint Refuse = 0x00050000; // SECCOMP_RET_ERRNO, to which the error is added
    private const uint NotPermitted = Refuse + 1;
    private const uint NotImplemented = Refuse + 38;
    private const uint FamilyNotSupported = Refuse + 97;
    private const uint Number = 0;
    private const uint Architecture = 4;
    private const uint FirstArgument = 16;
    private const uint SecondArgument = 24;
    private const uint OtherNumbering = 0x40000000; // x32
    private const uint NewNamespaces = 0x7e020000; // CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET

    private static readonly uint[] AddressFamilies = [2, 10, 16]; // IPv4, IPv6, and netlink, by which addresses are looked up

    // setsid, ptrace, process_vm_readv and writev, pidfd_getfd, unshare, setns, mount, umount2, pivot_root, chroot, bpf,
    // perf_event_open, userfaultfd, keyctl, add_key, request_key, open_by_handle_at, kexec_load, init_module, reboot; then io_uring,
    // whose operations no filter sees, and the calls of the newer way to mount.
    private static readonly uint[] RefusedOnX64 =
        [112, 101, 310, 311, 438, 272, 308, 165, 166, 155, 161, 321, 298, 323, 250, 248, 249, 304, 246, 175, 169, 425, 426, 427, 428, 429, 430, 431, 432, 433, 442];

    private static readonly uint[] RefusedOnArm64 =
        [157, 117, 270, 271, 438, 97, 268, 40, 39, 41, 51, 280, 241, 282, 219, 217, 218, 265, 104, 105, 142, 425, 426, 427, 428, 429, 430, 431, 432, 433, 442];

    /// <summary>The program, as instructions of 8 bytes, for a process that may join no group but <paramref name="group"/>.</summary>
    public static ulong[] For(int group)
    {
        var x64 = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64;
        List<ulong> program =
        [
            Instruction(Load, Architecture),
            Instruction(IfEqual, x64 ? 0xc000003e : 0xc00000b7, yes: 1),
            Instruction(Return, NotPermitted),
            Instruction(Load, Number),
            Instruction(IfAtLeast, OtherNumbering, no: 1),
            Instruction(Return, NotPermitted),
        ];
        foreach (var number in x64 ? RefusedOnX64 : RefusedOnArm64)
        {
            program.Add(Instruction(IfEqual, number, no: 1));
            program.Add(Instruction(Return, NotPermitted));
        }

        // The flags of clone3 are in memory, which a filter does not see; the C library then uses clone.
        program.AddRange([Instruction(IfEqual, 435, no: 1), Instruction(Return, NotImplemented)]);
        program.AddRange([
            Instruction(IfEqual, x64 ? 56u : 220, no: 4),
            Instruction(Load, FirstArgument),
            Instruction(IfAnyBit, NewNamespaces, no: 1),
            Instruction(Return, NotPermitted),
            Instruction(Return, Allow),
        ]);
        program.AddRange([
            Instruction(IfEqual, x64 ? 109u : 154, no: 6), // setpgid
            Instruction(Load, FirstArgument),
            Instruction(IfEqual, 0, no: 3),
            Instruction(Load, SecondArgument),
            Instruction(IfEqual, (uint)group, no: 1),
            Instruction(Return, Allow),
            Instruction(Return, NotPermitted),
        ]);
        program.AddRange([Instruction(IfEqual, x64 ? 41u : 198, no: (byte)(AddressFamilies.Length + 2)), Instruction(Load, FirstArgument)]);
        for (var i = 0; i < AddressFamilies.Length; i++)
        {
            program.Add(Instruction(IfEqual, AddressFamilies[i], yes: (byte)(AddressFamilies.Length - i)));
        }

        program.AddRange([Instruction(Return, FamilyNotSupported), Instruction(Return, Allow)]);
        return [.. program];
    }

    /// <summary>struct sock_filter: the code, how many instructions to skip on yes and on no, the operand.</summary>
    private static ulong Instruction(ushort code, uint operand, byte yes = 0, byte no = 0) =>
        code | ((ulong)yes << 16) | ((ulong)no << 24) | ((ulong)operand << 32);
}
