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

    private readonly SemaphoreSlim _turn = new(1);

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

    private static byte[] Begin(
        FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, out int length, out ReadOnlyMemory<byte> rest)
    {
        var copies = body.Length <= LargestCopy;
        length = HeadSize + head.Length + (copies ? body.Length : 0);
        rest = copies ? default : body;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        BinaryPrimitives.WriteInt32LittleEndian(buffer, FrameFormat.HeadSize + head.Length + body.Length);
        buffer[FrameFormat.LengthSize] = (byte)type;
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(FrameFormat.LengthSize + 1), call);
        head.Span.CopyTo(buffer.AsSpan(HeadSize));
        if (copies) body.Span.CopyTo(buffer.AsSpan(HeadSize + head.Length));
        return buffer;
    }
}
