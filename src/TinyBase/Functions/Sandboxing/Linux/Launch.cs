using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>
/// Starts one program on a thread of its own. What the thread gives up, the program does not get either; the thread then ends, and the
/// rest of the server is as before.
/// </summary>
/// <remarks>
/// posix_spawn instead of <see cref="System.Diagnostics.Process"/>, which cannot put a program into a process group.
/// Once the thread is restricted it only makes system calls, of which all that they need is laid out in unmanaged memory before. A thread
/// that the runtime started from here would stay restricted: so nothing here allocates, and its methods are compiled beforehand and for
/// good (AggressiveOptimization), as counting their calls can start the thread that compiles them again.
/// </remarks>
internal sealed unsafe class Launch : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private const int CurrentFolder = -100;
    private const int EffectiveAccess = 0x200; // AT_EACCESS
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int ReadAndEnter = 5; // R_OK | X_OK
    private const int ReadOnly = 4;
    private const int Enter = 1;
    private const int SetNoNewPrivileges = 38;
    private const int DropFromBoundingSet = 24;
    private const int LastCapability = 63;

    private static readonly delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint> Call;
    private static readonly delegate* unmanaged<int*> ErrorOfThread;

    private readonly NativeMemoryPool _memory = new();
    private readonly PosixSpawn _spawn;
    private readonly SystemCallNumbers _number = new();
    private readonly byte* _file;
    private readonly byte** _arguments;
    private readonly byte** _environment;
    private readonly int _ruleset = -1;
    private readonly bool _isRestricted;
    private readonly int _user = -1;
    private readonly int _group = -1;
    private readonly (nint Path, int Access)[] _reach = [];
    private readonly nint[] _owned = [];
    private readonly IReadOnlyList<string> _caches = [];
    private readonly byte* _filter;
    private readonly byte* _capabilities;
    private readonly ulong* _limits;

    private LaunchStep _step;
    private int _error;
    private int _pid;
    private bool _reaches;

    static Launch()
    {
        var library = NativeLibrary.GetMainProgramHandle();
        Call = (delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint>)NativeLibrary.GetExport(library, "syscall");
        ErrorOfThread = (delegate* unmanaged<int*>)NativeLibrary.GetExport(library, "__errno_location");
        foreach (var method in typeof(Launch).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            if (method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization)) RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }

    public Launch(string file, IEnumerable<string> arguments, IEnumerable<string> environment, PosixSpawn spawn, Restrictions? restrictions)
    {
        _spawn = spawn;
        _file = _memory.Text(file);
        _arguments = _memory.Texts([file, .. arguments]);
        _environment = _memory.Texts([.. environment]);
        // struct __user_cap_header_struct { version 3, this thread }, then no capabilities.
        _capabilities = _memory.Bytes(32);
        *(uint*)_capabilities = 0x20080522;
        if (restrictions is null) return;
        _isRestricted = true;
        _ruleset = restrictions.Ruleset;
        if (restrictions.User is { } user) (_user, _group) = (user.UserId, user.GroupId);
        _reach = [
            .. restrictions.Readable.Select(path => ((nint)_memory.Text(path), Directory.Exists(path) ? ReadAndEnter : ReadOnly)),
            .. restrictions.Writable.Select(path => ((nint)_memory.Text(Path.GetDirectoryName(path) ?? "/"), Enter)),
        ];
        _owned = [.. restrictions.Writable.Select(path => (nint)_memory.Text(path))];
        _caches = restrictions.Caches;
        _limits = _memory.Numbers(ProcessLimits.All);
        if (restrictions.Filter.Length > 0) _filter = _memory.Filter(restrictions.Filter);
    }

    /// <summary>Returns the number of the process.</summary>
    public int Start()
    {
        if (_user >= 0 && _caches.Count > 0) EmptyCaches();
        OnThread(Run);
        if (_step != LaunchStep.Done) throw new SandboxException(Explain());
        if (_isRestricted) OnThread(Limit);
        return _pid;
    }

    public void Dispose() => _memory.Dispose();

    private static void OnThread(ThreadStart run)
    {
        var thread = new Thread(run, StackBytes) { IsBackground = true, Name = "TinyBase sandbox" };
        thread.Start();
        thread.Join();
    }

    /// <summary>What somebody else left in a cache, the program could not change.</summary>
    private void EmptyCaches()
    {
        OnThread(() => _reaches = ReachesAll());
        foreach (var cache in _caches.Where(cache => FileStatus.Owner(cache) != (_reaches ? _user : 0)))
        {
            foreach (var entry in new DirectoryInfo(cache).EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo { LinkTarget: null } folder) folder.Delete(recursive: true);
                else entry.Delete();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run()
    {
        // A table of descriptors of this thread's own (CLOSE_RANGE_UNSHARE), all of which close in the program (CLOSE_RANGE_CLOEXEC).
        // Without it (before Linux 5.11), only what the server itself marked so does: .NET marks everything.
        _ = Call(_number.CloseRange, 3, unchecked((nint)uint.MaxValue), 2 | 4, 0, 0);
        if (_isRestricted && !Restrict()) return;
        int pid;
        _error = _spawn.Call(&pid, _file, _spawn.Actions, _spawn.Attributes, _arguments, _environment);
        _pid = pid;
        _step = _error == 0 ? LaunchStep.Done : LaunchStep.Program;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Restrict() =>
        (_user < 0 || ChangeUser())
        // Also what a server that is not root was given, such as ports below 1024.
        && Did(LaunchStep.Capabilities, Call(_number.SetCapabilities, (nint)_capabilities, (nint)(_capabilities + 8), 0, 0, 0))
        && Did(LaunchStep.NoNewPrivileges, Call(_number.ProcessControl, SetNoNewPrivileges, 1, 0, 0, 0))
        && (_ruleset < 0 || Did(LaunchStep.Landlock, Call(_number.LandlockRestrictSelf, _ruleset, 0, 0, 0, 0)))
        && (_filter == null || Did(LaunchStep.Filter, Call(_number.Seccomp, 1, 0, (nint)_filter, 0, 0)));

    /// <summary>
    /// From another thread, as what is restricted may not set the limits of others. A root that may not either (in most containers) does it as
    /// the program's user, who may.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Limit()
    {
        if (SetLimits() || _user < 0 || !_reaches) return;
        _ = Call(_number.SetGroups, 0, 0, 0, 0, 0);
        _ = Call(_number.SetResGid, _group, _group, _group, 0, 0);
        _ = Call(_number.SetResUid, _user, _user, _user, 0, 0);
        _ = SetLimits();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool SetLimits()
    {
        for (var limit = _limits; limit[0] != 0 || limit[1] != 0; limit += 3)
        {
            if (Call(_number.LimitProcess, _pid, (nint)limit[0], (nint)(limit + 1), 0, 0) < 0) return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ChangeUser()
    {
        if (!Did(LaunchStep.User, Call(_number.SetGroups, 0, 0, 0, 0, 0))) return false;
        _reaches = ReachesAll();
        // Landlock guards the files of a root without capabilities too; without it that root could read them all.
        if (!_reaches && _ruleset < 0) return Fail(LaunchStep.Unreachable);
        for (var i = 0; i < _owned.Length; i++)
        {
            var owner = Call(_number.ChangeOwner, CurrentFolder, _owned[i], _reaches ? _user : 0, _reaches ? _group : 0, NoFollow);
            if (!Did(LaunchStep.Owner, owner)) return false;
        }

        if (_reaches)
        {
            return Did(LaunchStep.User, Call(_number.SetResGid, _group, _group, _group, 0, 0))
                && Did(LaunchStep.User, Call(_number.SetResUid, _user, _user, _user, 0, 0));
        }

        // A program of root would otherwise get them all again; those the kernel does not know are refused.
        for (var capability = 0; capability <= LastCapability; capability++)
        {
            _ = Call(_number.ProcessControl, DropFromBoundingSet, capability, 0, 0, 0);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReachesAll()
    {
        _ = Call(_number.SetFsGid, _group, 0, 0, 0, 0);
        _ = Call(_number.SetFsUid, _user, 0, 0, 0, 0);
        var reaches = true;
        for (var i = 0; i < _reach.Length; i++)
        {
            reaches &= Call(_number.Access, CurrentFolder, _reach[i].Path, _reach[i].Access, EffectiveAccess, 0) == 0;
        }

        _ = Call(_number.SetFsUid, 0, 0, 0, 0, 0);
        _ = Call(_number.SetFsGid, 0, 0, 0, 0, 0);
        return reaches;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Did(LaunchStep step, nint result)
    {
        if (result >= 0) return true;
        _error = *ErrorOfThread();
        return Fail(step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Fail(LaunchStep step)
    {
        _step = step;
        return false;
    }

    private string Explain() => _step switch
    {
        LaunchStep.Unreachable => $"Functions run as user {_user}, who must be able to read {FirstUnreachable()}, and cannot. "
            + "Move it, open its folders to others (chmod o+x), or do not run the server as root.",
        LaunchStep.Program => $"{Text(_file)} could not be started: {Marshal.GetPInvokeErrorMessage(_error)}",
        _ => $"The system refused a restriction of functions ({_step}): {Marshal.GetPInvokeErrorMessage(_error)}",
    };

    private string FirstUnreachable() => string.Join(", ", _reach.Select(path => Text((byte*)path.Path)).Distinct());

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text)!;
}
