using System.Buffers;

namespace TinyBase.Sdk.Binding;

/// <summary>Takes the JSON of a result up to a limit.</summary>
/// <param name="limit">The largest result, in bytes.</param>
internal sealed class ResultBuffer(int limit) : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _json = new();

    public ReadOnlyMemory<byte> Written => _json.WrittenMemory;

    public void Advance(int count)
    {
        if (_json.WrittenCount + count > limit) throw new ResultSizeException(limit);
        _json.Advance(count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _json.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _json.GetSpan(sizeHint);
}

/// <summary>The result of a function is larger than the limit.</summary>
internal sealed class ResultSizeException(int limit) : Exception($"Result exceeds maximum size of {limit} bytes");
