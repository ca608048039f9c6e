using System.Buffers;

namespace TinyBase.Sdk.Frames;

/// <summary>A frame that was read. Its payload is in pooled memory until it is disposed of.</summary>
internal sealed class Frame(FrameType type, long call, byte[] buffer, int length) : IDisposable
{
    private byte[]? _buffer = buffer;

    public FrameType Type { get; } = type;

    /// <summary>The number of the call; 0 for none.</summary>
    public long Call { get; } = call;

    public ReadOnlyMemory<byte> Payload =>
        (_buffer ?? throw new ObjectDisposedException(nameof(Frame))).AsMemory(0, length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } pooled) ArrayPool<byte>.Shared.Return(pooled);
    }
}
