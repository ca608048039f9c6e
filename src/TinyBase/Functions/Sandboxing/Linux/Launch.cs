using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>
/// Starts one program on a thread of its own. What the thread gives up, the program does not get either; the thread then ends, and the
/// rest of the server is as before.
/// </summary>
/// <remarks>
/// posix_spawn instead of <see cref="System.Diagnostics.Process"/>, which cannot put a program into a process group.
/// Once the thread is restricted it only makes system calls: managed work there could start a thread of the pool, which would stay restricted.
/// All that they need is therefore laid out in unmanaged memory before.
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

    private readonly NativeMemoryPool _memory = new();
    private readonly PosixSpawn _spawn;
    private readonly byte* _file;
    private readonly byte** _arguments;
    private readonly byte** _environment;
    private readonly int _ruleset = -1;
    private readonly bool _isRestricted;
    private readonly int _user = -1;
    private readonly int _group = -1;
    private readonly (nint Path, int Access)[] _reach = [];
    private readonly nint[] _owned = [];
    private readonly byte* _filter;
    private readonly byte* _capabilities;

    private LaunchStep _step;
    private int _error;
    private int _pid;

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
        if (restrictions.Filter.Length > 0) _filter = _memory.Filter(restrictions.Filter);
    }

    /// <summary>Returns the number of the process.</summary>
    public int Start()
    {
        // Binds the call, for which the loader would read a file.
        _ = SystemCall.Invoke(SystemCall.GetEffectiveUid);
        var thread = new Thread(Run, StackBytes) { IsBackground = true, Name = "TinyBase sandbox" };
        thread.Start();
        thread.Join();
        if (_step == LaunchStep.Done) return _pid;
        throw new SandboxException(Explain());
    }

    public void Dispose() => _memory.Dispose();

    private void Run()
    {
        // A table of descriptors of this thread's own (CLOSE_RANGE_UNSHARE), all of which close in the program (CLOSE_RANGE_CLOEXEC).
        // Without it (before Linux 5.11), only what the server itself marked so does: .NET marks everything.
        _ = SystemCall.Invoke(SystemCall.CloseRange, 3, unchecked((nint)uint.MaxValue), 2 | 4);
        if (_isRestricted && !Restrict()) return;
        _error = _spawn.Run(out _pid, _file, _arguments, _environment);
        _step = _error == 0 ? LaunchStep.Done : LaunchStep.Program;
    }

    private bool Restrict() =>
        (_user < 0 || ChangeUser())
        // Also what a server that is not root was given, such as ports below 1024.
        && Did(LaunchStep.Capabilities, SystemCall.Invoke(SystemCall.SetCapabilities, (nint)_capabilities, (nint)(_capabilities + 8)))
        && Did(LaunchStep.NoNewPrivileges, SystemCall.Invoke(SystemCall.ProcessControl, SetNoNewPrivileges, 1))
        && (_ruleset < 0 || Did(LaunchStep.Landlock, SystemCall.Invoke(SystemCall.LandlockRestrictSelf, _ruleset)))
        && (_filter == null || Did(LaunchStep.Filter, SystemCall.Invoke(SystemCall.Seccomp, 1, 0, (nint)_filter)));

    private bool ChangeUser()
    {
        if (!Did(LaunchStep.User, SystemCall.Invoke(SystemCall.SetGroups))) return false;
        var reaches = ReachesAll();
        // Landlock guards the files of a root without capabilities too; without it that root could read them all.
        if (!reaches && _ruleset < 0) return Fail(LaunchStep.Unreachable);
        foreach (var path in _owned)
        {
            var owner = reaches ? _user : 0;
            var ownerGroup = reaches ? _group : 0;
            if (!Did(LaunchStep.Owner, SystemCall.Invoke(SystemCall.ChangeOwner, CurrentFolder, path, owner, ownerGroup, NoFollow))) return false;
        }

        if (reaches)
        {
            return Did(LaunchStep.User, SystemCall.Invoke(SystemCall.SetResGid, _group, _group, _group))
                && Did(LaunchStep.User, SystemCall.Invoke(SystemCall.SetResUid, _user, _user, _user));
        }

        // A program of root would otherwise get them all again; those the kernel does not know are refused.
        for (var capability = 0; capability <= LastCapability; capability++)
        {
            _ = SystemCall.Invoke(SystemCall.ProcessControl, DropFromBoundingSet, capability);
        }

        return true;
    }

    private bool ReachesAll()
    {
        _ = SystemCall.Invoke(SystemCall.SetFsGid, _group);
        _ = SystemCall.Invoke(SystemCall.SetFsUid, _user);
        var reaches = true;
        foreach (var (path, access) in _reach)
        {
            reaches &= SystemCall.Invoke(SystemCall.Access, CurrentFolder, path, access, EffectiveAccess) == 0;
        }

        _ = SystemCall.Invoke(SystemCall.SetFsUid, 0);
        _ = SystemCall.Invoke(SystemCall.SetFsGid, 0);
        return reaches;
    }

    private bool Did(LaunchStep step, nint result)
    {
        if (result >= 0) return true;
        _error = Marshal.GetLastPInvokeError();
        return Fail(step);
    }

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
