using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Workers;

/// <summary>
/// How much a process may send that no call asks for, and how many of its requests may be under way: one that only sends and never reads
/// would fill the server's memory with answers.
/// </summary>
internal sealed class WorkerTraffic
{
    /// <summary>What requests under way may hold together; one more is refused, as its call can ask again.</summary>
    private const long MaxBytes = 4L * FrameFormat.LargestFrame;

    /// <summary>A call that has ended may still be sending lines and asking.</summary>
    private const int SpareCalls = 32;

    private int _requests;
    private long _bytes;
    private long _strays;

    /// <summary>Counts a line of a call that has ended, or of none.</summary>
    /// <param name="calls">How many calls the process has had.</param>
    /// <exception cref="FrameException">There are more of them than such calls could send.</exception>
    public void CountStray(long calls)
    {
        if (++_strays > (calls + SpareCalls) * (FrameFormat.MostLines + 1)) throw new FrameException("It sends lines that belong to no call, and does not stop");
    }

    /// <summary>Begins a request.</summary>
    /// <param name="bytes">How much it holds.</param>
    /// <param name="calls">How many calls the process has now.</param>
    /// <returns>Whether there is room for what it holds.</returns>
    /// <exception cref="FrameException">There are more of them than the calls may have.</exception>
    public bool Begin(int bytes, int calls)
    {
        if (Interlocked.Increment(ref _requests) > (calls + SpareCalls) * FrameFormat.MostRequests)
        {
            throw new FrameException("It sends requests and does not take their answers");
        }

        return Interlocked.Add(ref _bytes, bytes) <= MaxBytes;
    }

    public void End(int bytes)
    {
        Interlocked.Decrement(ref _requests);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
