namespace TinyBase.Sdk.Frames;

/// <summary>
/// Writes whole frames to a stream, one after the other, for any number of callers, on the thread of each. It is for the worker: a logger and
/// the console cannot await, the standard streams have no asynchronous writes, and no frame may wait for a thread of the pool, which the
/// function of the user may hold all of.
/// </summary>
/// <param name="stream">The stream; it stays the caller's.</param>
/// <param name="largest">The largest rest of a frame, in bytes.</param>
internal sealed class BlockingFrameWriter(Stream stream, int largest = FrameFormat.LargestFrame)
{
    private readonly Lock _turn = new();

    /// <summary>Writes a frame whose payload comes in two parts.</summary>
    /// <exception cref="FrameException">The frame is too large.</exception>
    public void Write(FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body = default)
    {
        using var frame = new FrameBytes(type, call, head, body, largest);
        lock (_turn)
        {
            stream.Write(frame.First.Span);
            if (!frame.Rest.IsEmpty) stream.Write(frame.Rest.Span);
            stream.Flush();
        }
    }
}
