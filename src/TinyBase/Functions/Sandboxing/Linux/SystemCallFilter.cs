using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>
/// The seccomp program of a sandbox. It refuses what would leave the process group (by which all that a function started is killed), what
/// acts on other processes of the same user, memory that belongs to no process, ports to listen on, Unix sockets, tracing, namespaces, and
/// parts of the kernel that a .NET program has no use for.
/// </summary>
internal static class SystemCallFilter
{
    private const ushort Load = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private const ushort And = 0x54; // BPF_ALU | BPF_AND | BPF_K
    private const ushort IfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private const ushort IfAtLeast = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private const ushort IfAnyBit = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private const ushort Return = 0x06; // BPF_RET | BPF_K
    private const uint Allow = 0x7fff0000;
    private const uint Refuse = 0x00050000; // SECCOMP_RET_ERRNO, to which the error is added
    private const uint Pretend = Refuse; // success, of a call that was not made
    private const uint NotPermitted = Refuse + 1;
    private const uint NotImplemented = Refuse + 38;
    private const uint ProtocolNotSupported = Refuse + 93;
    private const uint FamilyNotSupported = Refuse + 97;
    private const uint Number = 0;
    private const uint Architecture = 4;
    private const uint FirstArgument = 16;
    private const uint SecondArgument = 24;
    private const uint ThirdArgument = 32;
    private const uint OtherNumbering = 0x40000000; // x32
    private const uint NewNamespaces = 0x7e020000; // CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET

    private const uint InternetFour = 2;
    private const uint InternetSix = 10;
    private const uint Netlink = 16; // by which addresses are looked up
    private const uint SocketKind = 0xf; // SOCK_TYPE_MASK: what is above says how the descriptor is
    private const uint Stream = 1;
    private const uint Datagram = 2;
    private const uint Tcp = 6;

    // setsid, ptrace, process_vm_readv and writev, pidfd_getfd, unshare, setns, mount, umount2, pivot_root, chroot, bpf,
    // perf_event_open, userfaultfd, keyctl, add_key, request_key, open_by_handle_at, kexec_load, init_module, reboot; then io_uring,
    // whose operations no filter sees, and the calls of the newer way to mount.
    private static readonly uint[] RefusedOnX64 =
        [112, 101, 310, 311, 438, 272, 308, 165, 166, 155, 161, 321, 298, 323, 250, 248, 249, 304, 246, 175, 169, 425, 426, 427, 428, 429, 430, 431, 432, 433, 442];

    private static readonly uint[] RefusedOnArm64 =
        [157, 117, 270, 271, 438, 97, 268, 40, 39, 41, 51, 280, 241, 282, 219, 217, 218, 265, 104, 105, 142, 425, 426, 427, 428, 429, 430, 431, 432, 433, 442];

    // Of other processes: pidfd_send_signal, pidfd_open, process_madvise, process_mrelease, kcmp, migrate_pages, move_pages,
    // sched_setparam, sched_setattr. The runtime uses none of them.
    private static readonly uint[] OfOthersOnX64 = [424, 434, 440, 448, 312, 256, 279, 142, 314];

    private static readonly uint[] OfOthersOnArm64 = [424, 434, 440, 448, 272, 238, 239, 118, 274];

    // What outlasts a process or is not counted among its memory: shmget, shmat, shmctl, semget, semop, semtimedop, semctl, msgget, msgsnd,
    // msgrcv, msgctl, mq_open, mq_unlink, memfd_secret. Then listen.
    private static readonly uint[] SharedOnX64 = [29, 30, 31, 64, 65, 220, 66, 68, 69, 70, 71, 240, 241, 447, 50];

    private static readonly uint[] SharedOnArm64 = [194, 196, 195, 190, 193, 192, 191, 186, 189, 188, 187, 180, 181, 447, 201];

    /// <summary>The program, as instructions of 8 bytes, for a process that may join no group but <paramref name="group"/>.</summary>
    /// <param name="kind">The build of a program writes it by way of a file in memory; a function may have none.</param>
    public static ulong[] For(int group, SandboxKind kind)
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
        uint[] refused = x64 ? [.. RefusedOnX64, .. OfOthersOnX64, .. SharedOnX64] : [.. RefusedOnArm64, .. OfOthersOnArm64, .. SharedOnArm64];
        if (kind == SandboxKind.Run) refused = [.. refused, x64 ? 319u : 279]; // memfd_create
        foreach (var number in refused)
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
        program.AddRange(AllowOnly(x64 ? 109u : 154, 0, (uint)group)); // setpgid
        program.AddRange(AllowOnly(x64 ? 141u : 140, 0, 0)); // setpriority, of PRIO_PROCESS
        program.AddRange(AllowOnly(x64 ? 251u : 30, 1, 0)); // ioprio_set, of IOPRIO_WHO_PROCESS
        program.AddRange(AllowOnly(x64 ? 302u : 261, 0)); // prlimit64
        program.AddRange(AllowOnly(x64 ? 203u : 122, 0)); // sched_setaffinity
        program.AddRange(SetScheduler(x64 ? 144u : 119));
        program.AddRange(OpenSocket(x64 ? 41u : 198));
        program.Add(Instruction(Return, Allow));
        return [.. program];
    }

    /// <summary>A call that is made with this first argument alone.</summary>
    private static ulong[] AllowOnly(uint number, uint first) =>
    [
        Instruction(IfEqual, number, no: 4),
        Instruction(Load, FirstArgument),
        Instruction(IfEqual, first, no: 1),
        Instruction(Return, Allow),
        Instruction(Return, NotPermitted),
    ];

    /// <summary>A call that is made with these first two arguments alone.</summary>
    private static ulong[] AllowOnly(uint number, uint first, uint second) =>
    [
        Instruction(IfEqual, number, no: 6),
        Instruction(Load, FirstArgument),
        Instruction(IfEqual, first, no: 3),
        Instruction(Load, SecondArgument),
        Instruction(IfEqual, second, no: 1),
        Instruction(Return, Allow),
        Instruction(Return, NotPermitted),
    ];

    /// <summary>
    /// The runtime sets the priority of its threads by their numbers, of which a filter does not know whose they are. It stays with the
    /// ordinary policy, which they have: so nothing needs to be done.
    /// </summary>
    private static ulong[] SetScheduler(uint number) =>
    [
        Instruction(IfEqual, number, no: 7),
        Instruction(Load, FirstArgument),
        Instruction(IfEqual, 0, yes: 3),
        Instruction(Load, SecondArgument),
        Instruction(IfEqual, 0, yes: 2),
        Instruction(Return, NotPermitted),
        Instruction(Return, Allow),
        Instruction(Return, Pretend),
    ];

    /// <summary>
    /// Of a stream only TCP: others, such as MPTCP, the rules of Landlock for ports do not know. Nor are there others than streams and datagrams.
    /// </summary>
    private static ulong[] OpenSocket(uint number) =>
    [
        Instruction(IfEqual, number, no: 15),
        Instruction(Load, FirstArgument),
        Instruction(IfEqual, Netlink, yes: 12),
        Instruction(IfEqual, InternetFour, yes: 2),
        Instruction(IfEqual, InternetSix, yes: 1),
        Instruction(Return, FamilyNotSupported),
        Instruction(Load, SecondArgument),
        Instruction(And, SocketKind),
        Instruction(IfEqual, Datagram, yes: 6),
        Instruction(IfEqual, Stream, yes: 1),
        Instruction(Return, ProtocolNotSupported),
        Instruction(Load, ThirdArgument),
        Instruction(IfEqual, 0, yes: 2),
        Instruction(IfEqual, Tcp, yes: 1),
        Instruction(Return, ProtocolNotSupported),
        Instruction(Return, Allow),
    ];

    /// <summary>struct sock_filter: the code, how many instructions to skip on yes and on no, the operand.</summary>
    private static ulong Instruction(ushort code, uint operand, byte yes = 0, byte no = 0) =>
        code | ((ulong)yes << 16) | ((ulong)no << 24) | ((ulong)operand << 32);
}
