namespace TinyBase.Functions.Sandboxing;

/// <summary>What programs hold of the system.</summary>
/// <param name="ResidentBytes">Bytes of memory.</param>
/// <param name="Threads">Threads, of which each process has at least one.</param>
internal readonly record struct ProcessUsage(long ResidentBytes, int Threads)
{
    public static ProcessUsage operator +(ProcessUsage left, ProcessUsage right) =>
        new(left.ResidentBytes + right.ResidentBytes, left.Threads + right.Threads);
}
