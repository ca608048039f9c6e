using System.Globalization;
using System.IO.Pipes;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>
/// A process group, by which a program is killed with all that it started, also when the server itself is killed.
/// </summary>
/// <remarks>
/// It is kept by a shell that does nothing but wait for the server's end of a pipe to close, and then kills the group, itself included. The
/// signal for the death of a parent would not do: a program's own children do not get it, and a new process has not yet asked for it.
/// The shell is not waited for before the group is dead, so the number of the group cannot become another's.
/// </remarks>
internal sealed class ProcessGroup : IDisposable
{
    private const string Shell = "/bin/sh";
    private const string Keep = "trap '' HUP INT QUIT TERM; read -r _; kill -KILL 0";
    private const int KillSignal = 9;

    private readonly Lock _lock = new();
    private readonly AnonymousPipeServerStream? _life;
    private bool _isOver;

    /// <summary>Makes a group; where there is no shell, the first program makes it, and it may outlive a server that is killed.</summary>
    public ProcessGroup()
    {
        if (!IsKept) return;
        _life = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        using var spawn = new PosixSpawn(
            "/", (int)_life.ClientSafePipeHandle.DangerousGetHandle(), (int)nowhere.DangerousGetHandle(), (int)nowhere.DangerousGetHandle(), 0);
        using var launch = new Launch(Shell, ["-c", Keep], [], spawn, restrictions: null);
        Id = KeeperId = launch.Start();
        _life.DisposeLocalCopyOfClientHandle();
    }

    public static bool IsKept { get; } = File.Exists(Shell);

    /// <summary>The number of the group; 0 until its first program has made it.</summary>
    public int Id { get; private set; }

    private int KeeperId { get; }

    /// <summary>What the programs of the group hold.</summary>
    public ProcessUsage Usage
    {
        get
        {
            lock (_lock)
            {
                return _isOver ? default : Members().Where(id => id != KeeperId).Select(ProcessFile.Usage).Aggregate(default(ProcessUsage), (all, one) => all + one);
            }
        }
    }

    /// <summary>Where nobody keeps the group, its first program does.</summary>
    public void StartedBy(int pid)
    {
        if (Id == 0) Id = pid;
    }

    public void Kill()
    {
        lock (_lock)
        {
            if (!_isOver && Id != 0) _ = SystemCall.Invoke(SystemCall.Kill, -Id, KillSignal);
        }
    }

    /// <summary>Kills what is left of it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isOver) return;
            Kill();
            _isOver = true;
        }

        _life?.Dispose();
        if (KeeperId != 0) _ = ChildProcess.Reap(KeeperId);
    }

    private IEnumerable<int> Members()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ProcessFile.Group(id) == Id)
            {
                yield return id;
            }
        }
    }
}
