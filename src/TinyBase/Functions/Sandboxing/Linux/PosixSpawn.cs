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
    private readonly byte* _actions;
    private readonly byte* _attributes;
    private readonly delegate* unmanaged<int*, byte*, byte*, byte*, byte**, byte**, int> _run;

    /// <param name="group">The process group to join, or 0 for a new one.</param>
    public PosixSpawn(string folder, int input, int output, int error, int group)
    {
        var library = NativeLibrary.GetMainProgramHandle();
        _run = (delegate* unmanaged<int*, byte*, byte*, byte*, byte**, byte**, int>)NativeLibrary.GetExport(library, "posix_spawn");
        _actions = _memory.Bytes(RoomForStructure);
        _attributes = _memory.Bytes(RoomForStructure);
        One("posix_spawn_file_actions_init")(_actions);
        var duplicate = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(library, "posix_spawn_file_actions_adddup2");
        Check(duplicate(_actions, input, 0));
        Check(duplicate(_actions, output, 1));
        Check(duplicate(_actions, error, 2));
        var enter = (delegate* unmanaged<byte*, byte*, int>)NativeLibrary.GetExport(library, "posix_spawn_file_actions_addchdir_np");
        Check(enter(_actions, _memory.Text(folder)));

        One("posix_spawnattr_init")(_attributes);
        ((delegate* unmanaged<byte*, short, int>)NativeLibrary.GetExport(library, "posix_spawnattr_setflags"))(
            _attributes, SetGroup | SetDefaults | SetMask);
        ((delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(library, "posix_spawnattr_setpgroup"))(_attributes, group);
        // The runtime ignores and blocks signals that a program expects to find as usual.
        var signals = _memory.Bytes(RoomForStructure);
        Two("posix_spawnattr_setsigmask")(_attributes, signals);
        One("sigfillset")(signals);
        Two("posix_spawnattr_setsigdefault")(_attributes, signals);

        delegate* unmanaged<byte*, int> One(string name) => (delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, name);
        delegate* unmanaged<byte*, byte*, int> Two(string name) =>
            (delegate* unmanaged<byte*, byte*, int>)NativeLibrary.GetExport(library, name);
    }

    /// <summary>Returns 0 or the error.</summary>
    public int Run(out int pid, byte* file, byte** arguments, byte** environment)
    {
        int started;
        var error = _run(&started, file, _actions, _attributes, arguments, environment);
        pid = started;
        return error;
    }

    public void Dispose()
    {
        var library = NativeLibrary.GetMainProgramHandle();
        ((delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, "posix_spawn_file_actions_destroy"))(_actions);
        ((delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, "posix_spawnattr_destroy"))(_attributes);
        _memory.Dispose();
    }

    private static void Check(int error)
    {
        if (error != 0) throw new SandboxException($"A program could not be prepared: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
