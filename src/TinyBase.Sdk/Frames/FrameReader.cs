using System.Buffers;
using System.Buffers.Binary;

namespace TinyBase.Sdk.Frames;

/// <summary>Reads frames from a stream, one after the other. It is for one reader at a time.</summary>
/// <param name="stream">The stream; it stays the caller's.</param>
/// <param name="largest">The largest rest of a frame that is accepted, in bytes.</param>
internal sealed class FrameReader(Stream stream, int largest = FrameFormat.LargestFrame)
{
    private const int BufferSize = 16 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    /// <summary>The next frame; null when the stream ends between two frames.</summary>
    /// <exception cref="FrameException">The frame is not one, is too large, or the stream ends inside it.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancel)
    {
        if (!await FillAsync(FrameFormat.LengthSize + FrameFormat.HeadSize, cancel).ConfigureAwait(false)) return null;
        var (length, type, call) = TakeHead();
        var payload = await ReadPayloadAsync(length - FrameFormat.HeadSize, cancel).ConfigureAwait(false);
        return new Frame(type, call, payload, length - FrameFormat.HeadSize);
    }

    private (int Length, FrameType Type, long Call) TakeHead()
    {
        var head = _buffer.AsSpan(_start);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        var type = head[FrameFormat.LengthSize];
        if (length < FrameFormat.HeadSize) throw new FrameException($"A frame has at least {FrameFormat.HeadSize} bytes, not {length}");
        if (length > largest) throw new FrameException($"A frame has at most {largest} bytes, not {length}");
        if (type is < (byte)FrameType.Hello or > (byte)FrameType.Response) throw new FrameException($"There is no frame of type {type}");
        _start += FrameFormat.LengthSize + FrameFormat.HeadSize;
        return ((int)length, (FrameType)type, BinaryPrimitives.ReadInt64LittleEndian(head[(FrameFormat.LengthSize + 1)..]));
    }

    /// <summary>Grows with what arrives, so that a length alone makes nobody set memory aside.</summary>
    private async ValueTask<byte[]> ReadPayloadAsync(int length, CancellationToken cancel)
    {
        var payload = ArrayPool<byte>.Shared.Rent(Math.Min(length, BufferSize));
        try
        {
            var filled = Math.Min(length, _end - _start);
            _buffer.AsSpan(_start, filled).CopyTo(payload);
            _start += filled;
            while (filled < length)
            {
                if (filled == payload.Length) payload = Grow(payload, length);
                var read = await stream.ReadAsync(payload.AsMemory(filled, Math.Min(payload.Length, length) - filled), cancel).ConfigureAwait(false);
                if (read == 0) throw Torn();
                filled += read;
            }

            return payload;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(payload);
            throw;
        }
    }

    private static byte[] Grow(byte[] payload, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, payload.Length * 4L));
        payload.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(payload);
        return larger;
    }

    private async ValueTask<bool> FillAsync(int needed, CancellationToken cancel)
    {
        if (_end - _start < needed && _start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < needed)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel).ConfigureAwait(false);
            if (read == 0) return _end == _start ? false : throw Torn();
            _end += read;
        }

        return true;
    }

    private static FrameException Torn() => new("The stream ended inside a frame");
}
