using System.Buffers;
using System.Buffers.Binary;

namespace TinyBase.Sdk.Frames;

/// <summary>A frame as it lies in a stream, in pooled memory until it is disposed.</summary>
internal readonly struct FrameBytes : IDisposable
{
    // Up to here a frame is put together and written at once; beyond, copying costs more than another write.
    private const int LargestCopy = 64 * 1024;

    private const int PrefixSize = FrameFormat.LengthSize + FrameFormat.HeadSize;

    private readonly byte[] _buffer;

    /// <param name="head">The first part of the payload.</param>
    /// <param name="body">The second.</param>
    /// <param name="largest">The largest rest of a frame, in bytes.</param>
    /// <exception cref="FrameException">The frame is too large.</exception>
    public FrameBytes(FrameType type, long call, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, int largest)
    {
        var rest = (long)FrameFormat.HeadSize + head.Length + body.Length;
        if (rest > largest) throw new FrameException($"A frame has at most {largest} bytes, not {rest}");
        var copied = body.Length <= LargestCopy ? body : default;
        Rest = body.Length <= LargestCopy ? default : body;
        _buffer = ArrayPool<byte>.Shared.Rent(PrefixSize + head.Length + copied.Length);
        First = _buffer.AsMemory(0, PrefixSize + head.Length + copied.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer, (int)rest);
        _buffer[FrameFormat.LengthSize] = (byte)type;
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(FrameFormat.LengthSize + 1), call);
        head.Span.CopyTo(_buffer.AsSpan(PrefixSize));
        copied.Span.CopyTo(_buffer.AsSpan(PrefixSize + head.Length));
    }

    /// <summary>Its beginning; all of it, but for a large one.</summary>
    public ReadOnlyMemory<byte> First { get; }

    /// <summary>What follows.</summary>
    public ReadOnlyMemory<byte> Rest { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
