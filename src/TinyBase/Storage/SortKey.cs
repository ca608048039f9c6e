using TinyBase.Collections.Schema;

namespace TinyBase.Storage;

/// <summary>A column that a list is sorted by.</summary>
/// <param name="Column">Its name in the table.</param>
/// <param name="Index">Its place in what the SELECTs of <see cref="RecordSql"/> give.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Descending">The direction. NULL is less than all else.</param>
internal readonly record struct SortKey(string Column, int Index, ColumnType Type, bool Descending)
{
    /// <summary>Whether there is an index that begins with it.</summary>
    public bool IsIndexed { get; init; }

    /// <summary>Whether it is the id, which the key of a row stands for.</summary>
    public bool IsId => Column == "_id";

    public static SortKey Id(bool descending) => new("_id", 0, ColumnType.Text, descending);
}
