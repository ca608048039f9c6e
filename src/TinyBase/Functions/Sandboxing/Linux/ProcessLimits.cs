namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>Limits of the system for a program and all that it starts.</summary>
internal static unsafe class ProcessLimits
{
    private const int FileSize = 1;
    private const int CoreSize = 4;
    private const int Processes = 6;
    private const int OpenFiles = 7;

    // There is no limit of address space, of which the runtime reserves far more than it uses.
    private const ulong MaxFileBytes = 4ul << 30;

    // Of the user as a whole, threads included.
    private const ulong MaxProcesses = 4096;
    private const ulong MaxOpenFiles = 4096;

    /// <summary>Each as the resource and its soft and hard limit; none is above that of the server.</summary>
    public static ulong[] All { get; } =
        [.. Limit(CoreSize, 0), .. Limit(FileSize, MaxFileBytes), .. Limit(Processes, MaxProcesses), .. Limit(OpenFiles, MaxOpenFiles)];

    private static ulong[] Limit(int resource, ulong value)
    {
        var current = stackalloc ulong[2];
        return SystemCall.Invoke(SystemCall.LimitProcess, 0, resource, 0, (nint)current) < 0
            ? []
            : [(ulong)resource, Math.Min(value, current[0]), Math.Min(value, current[1])];
    }
}
