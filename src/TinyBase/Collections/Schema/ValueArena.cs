namespace TinyBase.Collections.Schema;

/// <summary>
/// Holds the texts of one record or of several, so that they take one allocation together. The texts stay valid for as long as
/// anybody refers to them, unless the memory is used again.
/// </summary>
/// <param name="capacity">The expected size of all texts together, in bytes.</param>
internal sealed class ValueArena(int capacity)
{
    private byte[] _chunk = GC.AllocateUninitializedArray<byte>(capacity);
    private int _used;

    /// <summary>How many bytes it holds at least.</summary>
    public int Size => _chunk.Length;

    /// <summary>Uses the memory again; the texts so far are no longer valid.</summary>
    public void Clear() => _used = 0;

    /// <summary>Room for a text of at most <paramref name="size"/> bytes; <see cref="Commit"/> makes it one.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_chunk.Length - _used < size)
        {
            // Earlier texts keep the old chunk alive, so nothing is copied.
            _chunk = GC.AllocateUninitializedArray<byte>(Math.Max(size, capacity));
            _used = 0;
        }

        return _chunk.AsSpan(_used, size);
    }

    /// <summary>The first <paramref name="written"/> bytes of what was reserved last, as a text.</summary>
    public FieldValue Commit(int written)
    {
        var text = _chunk.AsMemory(_used, written);
        _used += written;
        return FieldValue.FromText(text);
    }
}
