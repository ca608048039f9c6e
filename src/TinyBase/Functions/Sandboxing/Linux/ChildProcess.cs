using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>Waits for processes that the server started itself, not through <see cref="System.Diagnostics.Process"/>.</summary>
internal static unsafe class ChildProcess
{
    private const int ByNumber = 1; // P_PID
    private const int Ended = 4; // WEXITED
    private const int KeepWaitable = 0x01000000; // WNOWAIT
    private const int ExitedByItself = 1; // CLD_EXITED
    private const int SignalOffset = 128;

    /// <summary>Blocks until the process has ended, and leaves its number taken. Returns its exit code.</summary>
    public static int WaitForExit(int pid) => Wait(pid, Ended | KeepWaitable);

    /// <summary>Blocks until the process has ended, and frees its number.</summary>
    public static int Reap(int pid) => Wait(pid, Ended);

    private static int Wait(int pid, int options)
    {
        // siginfo_t: the code at 8, the status at 24.
        var info = stackalloc int[32];
        while (SystemCall.Invoke(SystemCall.WaitId, ByNumber, pid, (nint)info, options) < 0)
        {
            // Where the server was started with SIGCHLD ignored, the system takes the exit code away.
            if (Marshal.GetLastPInvokeError() != SystemCall.Interrupted) return -1;
        }

        return info[2] == ExitedByItself ? info[6] : SignalOffset + info[6];
    }
}
