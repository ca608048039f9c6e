namespace TinyBase.Client;

/// <summary>One of the fields that a list is sorted by, and its direction.</summary>
public sealed record Sort
{
    private Sort(string field, SortOrder order)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        Field = field;
        Order = order;
    }

    /// <summary>The field.</summary>
    public string Field { get; }

    /// <summary>The direction. Null is less than all else.</summary>
    public SortOrder Order { get; }

    /// <summary>From small to great.</summary>
    /// <param name="field">Its name, or <c>id</c>, <c>owner_id</c>, <c>created_at</c>, <c>updated_at</c>.</param>
    public static Sort By(string field) => new(field, SortOrder.Ascending);

    /// <summary>From great to small.</summary>
    /// <param name="field">Its name, or <c>id</c>, <c>owner_id</c>, <c>created_at</c>, <c>updated_at</c>.</param>
    public static Sort ByDescending(string field) => new(field, SortOrder.Descending);

    internal static string ToParameters(IEnumerable<Sort> sorts)
    {
        var terms = sorts.Select(sort => (sort.Order == SortOrder.Descending ? "-" : "") + Uri.EscapeDataString(sort.Field));
        return $"sort_by={string.Join(',', terms)}&sort_order=asc";
    }
}
