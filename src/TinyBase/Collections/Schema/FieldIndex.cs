using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace TinyBase.Collections.Schema;

/// <summary>Finds fields by their UTF-8 names without making strings. An open-addressing hash table, at most half full.</summary>
internal sealed class FieldIndex
{
    private readonly byte[][] _names;
    private readonly int[] _slots;

    public FieldIndex(ImmutableArray<FieldDefinition> fields)
    {
        _names = [.. fields.Select(field => Encoding.ASCII.GetBytes(field.Name))];
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, _names.Length * 2))];
        Array.Fill(_slots, -1);
        for (var i = 0; i < _names.Length; i++)
        {
            var slot = FirstSlot(_names[i]);
            while (_slots[slot] >= 0)
            {
                slot = NextSlot(slot);
            }

            _slots[slot] = i;
        }
    }

    public bool TryFind(ReadOnlySpan<byte> name, out int index)
    {
        if (name.Length > SchemaParser.MaxNameLength)
        {
            index = -1;
            return false;
        }

        var slot = FirstSlot(name);
        while ((index = _slots[slot]) >= 0)
        {
            if (name.SequenceEqual(_names[index]))
            {
                return true;
            }

            slot = NextSlot(slot);
        }

        return false;
    }

    /// <summary>FNV-1a. The table is filled from schemas only, so nobody can make it slow with chosen names.</summary>
    private int FirstSlot(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var unit in name)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        return (int)(hash & (uint)(_slots.Length - 1));
    }

    private int NextSlot(int slot) => (slot + 1) & (_slots.Length - 1);
}
