using System.Collections.Immutable;

using TinyBase.Collections.Schema;

namespace TinyBase.Storage;

/// <summary>Which records a list takes and in which order.</summary>
/// <param name="Sort">What it is sorted by; the last is the id, which is never twice.</param>
/// <param name="Conditions">What must hold of each record; empty for all records.</param>
/// <param name="After">The values of the sort keys that the list goes on after; empty for a list from the beginning.</param>
internal sealed record RecordSelection(
    ImmutableArray<SortKey> Sort, ImmutableArray<RecordCondition> Conditions, ImmutableArray<FieldValue> After)
{
    public static readonly RecordSelection NewestFirst = new([SortKey.Id(descending: true)], [], []);
    public static readonly RecordSelection OldestFirst = new([SortKey.Id(descending: false)], [], []);

    /// <summary>Whether ids alone decide the order.</summary>
    public bool IsById => Sort.Length == 1;

    /// <summary>Whether not all records count.</summary>
    public bool IsFiltered => Conditions.Length > 0;

    /// <summary>Whether it is all records from the beginning by id.</summary>
    public bool IsPlain => IsById && !IsFiltered && After.IsEmpty;
}
