using System.Buffers;

namespace TinyBase.Sdk.Frames;

/// <summary>Writes whole frames to a stream, one after the other, for any number of callers.</summary>
/// <param name="stream">The stream; it stays the caller's.</param>
/// <param name="largest">The largest rest of a frame, in bytes.</param>
internal sealed class FrameWriter(Stream stream, int largest = FrameFormat.LargestFrame) : IDisposable
{
    // So much is gathered until the next write; a larger frame gains nothing by it.
    private const int MaxGathered = 64 * 1024;
    private const int LargestGathered = 16 * 1024;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private byte[] _gathered = [];
    private int _gatheredLength;
    private bool _isDue;

    /// <summary>Writes a frame whose payload comes in two parts.</summary>
    /// <param name="cancel">Gives up the place in the line; a frame that was begun is finished, since the next could not follow it.</param>
    /// <exception cref="FrameException">The frame is too large.</exception>
    public async ValueTask WriteAsync(
        FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        using var frame = new FrameBytes(type, call, head, body, largest);
        await WriteAsync(frame, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes a frame in one go with others that come at about the same time: a write for each would wake the other end for each. A frame
    /// that is written after it returned follows it.
    /// </summary>
    /// <param name="cancel">As for <see cref="WriteAsync(FrameType, long, ReadOnlyMemory{byte}, ReadOnlyMemory{byte}, CancellationToken)"/>, where the frame is large or finds no room.</param>
    /// <returns>Ends when the frame has a place. That the stream is broken is noticed by whoever reads from the other end.</returns>
    /// <exception cref="FrameException">The frame is too large.</exception>
    public async ValueTask WriteSoonAsync(
        FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        using var frame = new FrameBytes(type, call, head, body, largest);
        if (!TryGather(frame)) await WriteAsync(frame, cancel).ConfigureAwait(false);
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask WriteAsync(FrameBytes frame, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await WriteGathered().ConfigureAwait(false);
            await stream.WriteAsync(frame.First, CancellationToken.None).ConfigureAwait(false);
            if (!frame.Rest.IsEmpty) await stream.WriteAsync(frame.Rest, CancellationToken.None).ConfigureAwait(false);
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool TryGather(FrameBytes frame)
    {
        var length = frame.First.Length;
        if (length > LargestGathered || !frame.Rest.IsEmpty) return false;
        lock (_gate)
        {
            if (_gatheredLength + length > MaxGathered) return false;
            if (_gatheredLength == 0) _gathered = ArrayPool<byte>.Shared.Rent(MaxGathered);
            frame.First.Span.CopyTo(_gathered.AsSpan(_gatheredLength));
            _gatheredLength += length;
            if (_isDue) return true;
            _isDue = true;
        }

        // At the end of the line of the pool, behind others that are about to write a frame.
        ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.WriteWhatIsDue(), this, preferLocal: false);
        return true;
    }

    private async Task WriteWhatIsDue()
    {
        try
        {
            await _turn.WaitAsync().ConfigureAwait(false);
            try
            {
                await WriteGathered().ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The other end is gone, or this one: whoever waits for an answer learns it from the stream that it would come on.
        }
    }

    /// <summary>Writes what was gathered; for whoever has the turn.</summary>
    private async ValueTask WriteGathered()
    {
        byte[] buffer;
        int length;
        lock (_gate)
        {
            (buffer, length) = (_gathered, _gatheredLength);
            (_gathered, _gatheredLength, _isDue) = ([], 0, false);
        }

        if (length == 0) return;
        try
        {
            await stream.WriteAsync(buffer.AsMemory(0, length), CancellationToken.None).ConfigureAwait(false);
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
