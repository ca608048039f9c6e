namespace TinyBase.Collections.Schema;

/// <summary>
/// Holds the texts of one record, so that they take one allocation together. The texts stay valid for as long as anybody
/// refers to them.
/// </summary>
/// <param name="capacity">The expected size of all texts together, in bytes.</param>
internal sealed class ValueArena(int capacity)
{
    private byte[] chunk = GC.AllocateUninitializedArray<byte>(capacity);
    private int used;

    /// <summary>Room for a text of at most <paramref name="size"/> bytes; <see cref="Commit"/> makes it one.</summary>
    public Span<byte> Reserve(int size)
    {
        if (chunk.Length - used < size)
        {
            // Earlier texts keep the old chunk alive, so nothing is copied.
            chunk = GC.AllocateUninitializedArray<byte>(size);
            used = 0;
        }

        return chunk.AsSpan(used, size);
    }

    /// <summary>The first <paramref name="written"/> bytes of what was reserved last, as a text.</summary>
    public FieldValue Commit(int written)
    {
        var text = chunk.AsMemory(used, written);
        used += written;
        return FieldValue.FromText(text);
    }
}
