using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>posix_spawn of the C library: what becomes the program's descriptors, folder, process group and signals.</summary>
internal sealed unsafe class PosixSpawn : IDisposable
{
    // The structures are opaque: 80 and 336 bytes in glibc, fewer in musl. A signal set has 128.
    private const int RoomForStructure = 1024;
    private const short SetGroup = 2;
    private const short SetDefaults = 4;
    private const short SetMask = 8;

    private readonly NativeMemoryPool _memory = new();

    /// <summary>The function, the structures to pass to it: fields, as a restricted thread calls nothing else.</summary>
    public readonly delegate* unmanaged<int*, byte*, byte*, byte*, byte**, byte**, int> Call;
    public readonly byte* Actions;
    public readonly byte* Attributes;

    /// <param name="group">The process group to join, or 0 for a new one.</param>
    public PosixSpawn(string folder, int input, int output, int error, int group)
    {
        var library = NativeLibrary.GetMainProgramHandle();
        Call = (delegate* unmanaged<int*, byte*, byte*, byte*, byte**, byte**, int>)NativeLibrary.GetExport(library, "posix_spawn");
        Actions = _memory.Bytes(RoomForStructure);
        Attributes = _memory.Bytes(RoomForStructure);
        One("posix_spawn_file_actions_init")(Actions);
        var duplicate = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(library, "posix_spawn_file_actions_adddup2");
        Check(duplicate(Actions, input, 0));
        Check(duplicate(Actions, output, 1));
        Check(duplicate(Actions, error, 2));
        var enter = (delegate* unmanaged<byte*, byte*, int>)NativeLibrary.GetExport(library, "posix_spawn_file_actions_addchdir_np");
        Check(enter(Actions, _memory.Text(folder)));

        One("posix_spawnattr_init")(Attributes);
        ((delegate* unmanaged<byte*, short, int>)NativeLibrary.GetExport(library, "posix_spawnattr_setflags"))(
            Attributes, SetGroup | SetDefaults | SetMask);
        ((delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(library, "posix_spawnattr_setpgroup"))(Attributes, group);
        // The runtime ignores and blocks signals that a program expects to find as usual.
        var signals = _memory.Bytes(RoomForStructure);
        Two("posix_spawnattr_setsigmask")(Attributes, signals);
        One("sigfillset")(signals);
        Two("posix_spawnattr_setsigdefault")(Attributes, signals);

        delegate* unmanaged<byte*, int> One(string name) => (delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, name);
        delegate* unmanaged<byte*, byte*, int> Two(string name) =>
            (delegate* unmanaged<byte*, byte*, int>)NativeLibrary.GetExport(library, name);
    }

    public void Dispose()
    {
        var library = NativeLibrary.GetMainProgramHandle();
        ((delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, "posix_spawn_file_actions_destroy"))(Actions);
        ((delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, "posix_spawnattr_destroy"))(Attributes);
        _memory.Dispose();
    }

    private static void Check(int error)
    {
        if (error != 0) throw new SandboxException($"A program could not be prepared: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
