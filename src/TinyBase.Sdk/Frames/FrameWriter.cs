using System.Buffers;
using System.Buffers.Binary;

namespace TinyBase.Sdk.Frames;

/// <summary>Writes whole frames to a stream, one after the other, for any number of callers.</summary>
/// <param name="stream">The stream; it stays the caller's.</param>
/// <param name="largest">The largest rest of a frame, in bytes.</param>
internal sealed class FrameWriter(Stream stream, int largest = FrameFormat.LargestFrame) : IDisposable
{
    private const int HeadSize = FrameFormat.LengthSize + FrameFormat.HeadSize;

    // Up to here a frame is put together and written at once; beyond, copying costs more than another write.
    private const int LargestCopy = 64 * 1024;

    // So much is gathered until the next write; a larger frame gains nothing by it.
    private const int MaxGathered = 64 * 1024;
    private const int LargestGathered = 16 * 1024;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private byte[] _gathered = [];
    private int _gatheredLength;
    private bool _isDue;

    /// <summary>
    /// Writes a frame in one go with others that come at about the same time: a write for each would wake the other end for each. A frame
    /// that is written by another method after it returned follows it.
    /// </summary>
    /// <param name="cancel">As for <see cref="WriteAsync"/>, which is used for a frame that is large or finds no room.</param>
    /// <returns>Ends when the frame has a place. That the stream is broken is noticed by whoever reads from the other end.</returns>
    /// <exception cref="FrameException">The frame is too large.</exception>
    public ValueTask WriteSoonAsync(
        FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        RequireSize(head, body);
        return TryGather(type, call, head.Span, body.Span) ? ValueTask.CompletedTask : WriteAsync(type, call, head, body, cancel);
    }

    /// <summary>Writes a frame whose payload comes in two parts.</summary>
    /// <param name="cancel">Gives up the place in the line; a frame that was begun is finished, since the next could not follow it.</param>
    /// <exception cref="FrameException">The frame is too large.</exception>
    public async ValueTask WriteAsync(
        FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        RequireSize(head, body);
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        var buffer = Begin(type, call, head, body, out var length, out var rest);
        try
        {
            await WriteGatheredInTurn().ConfigureAwait(false);
            await stream.WriteAsync(buffer.AsMemory(0, length), CancellationToken.None).ConfigureAwait(false);
            if (!rest.IsEmpty) await stream.WriteAsync(rest, CancellationToken.None).ConfigureAwait(false);
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _turn.Release();
        }
    }

    /// <summary>Writes a frame and waits for it, for callers that cannot await, such as a logger.</summary>
    /// <exception cref="FrameException">The frame is too large.</exception>
    public void Write(FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body = default)
    {
        RequireSize(head, body);
        _turn.Wait();
        var buffer = Begin(type, call, head, body, out var length, out var rest);
        try
        {
            WriteGatheredInTurn().AsTask().GetAwaiter().GetResult();
            stream.Write(buffer, 0, length);
            if (!rest.IsEmpty) stream.Write(rest.Span);
            stream.Flush();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void RequireSize(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body)
    {
        var length = (long)FrameFormat.HeadSize + head.Length + body.Length;
        if (length > largest) throw new FrameException($"A frame has at most {largest} bytes, not {length}");
    }

    private bool TryGather(FrameType type, long call, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var length = HeadSize + head.Length + body.Length;
        if (length > LargestGathered) return false;
        lock (_gate)
        {
            if (_gatheredLength + length > MaxGathered) return false;
            if (_gatheredLength == 0) _gathered = ArrayPool<byte>.Shared.Rent(MaxGathered);
            Put(_gathered.AsSpan(_gatheredLength), type, call, head, body, body.Length);
            _gatheredLength += length;
            if (_isDue) return true;
            _isDue = true;
        }

        // At the end of the line of the pool, behind others that are about to write a frame.
        ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.WriteGathered(), this, preferLocal: false);
        return true;
    }

    private async Task WriteGathered()
    {
        try
        {
            await _turn.WaitAsync().ConfigureAwait(false);
            try
            {
                await WriteGatheredInTurn().ConfigureAwait(false);
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

    private async ValueTask WriteGatheredInTurn()
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

    private static byte[] Begin(
        FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, out int length, out ReadOnlyMemory<byte> rest)
    {
        var copies = body.Length <= LargestCopy;
        length = HeadSize + head.Length + (copies ? body.Length : 0);
        rest = copies ? default : body;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        Put(buffer, type, call, head.Span, copies ? body.Span : default, body.Length);
        return buffer;
    }

    private static void Put(Span<byte> to, FrameType type, long call, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, int bodyLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, FrameFormat.HeadSize + head.Length + bodyLength);
        to[FrameFormat.LengthSize] = (byte)type;
        BinaryPrimitives.WriteInt64LittleEndian(to[(FrameFormat.LengthSize + 1)..], call);
        head.CopyTo(to[HeadSize..]);
        body.CopyTo(to[(HeadSize + head.Length)..]);
    }
}
