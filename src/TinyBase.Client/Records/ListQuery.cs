using System.Globalization;

namespace TinyBase.Client;

/// <summary>Which records to list, and in which order.</summary>
public sealed record ListQuery
{
    /// <summary>How many records at most, 1 to 1000. When null, 100.</summary>
    public int? Limit { get; init; }

    /// <summary>How many records to pass over. When null, 0.</summary>
    public long? Offset { get; init; }

    /// <summary>
    /// What to sort by: <c>created_at</c>, <c>updated_at</c> or the name of a field as the collection has it. When null, the newest
    /// records come first, whatever <see cref="SortOrder"/> says.
    /// </summary>
    public string? SortBy { get; init; }

    /// <summary>The direction of the order. When null, descending.</summary>
    public SortOrder? SortOrder { get; init; }

    /// <summary>
    /// What to sort by, the most important first, at most 8; stands in place of <see cref="SortBy"/> and <see cref="SortOrder"/> unless
    /// empty, the default.
    /// </summary>
    public IReadOnlyList<Sort> Sort { get; init; } = [];

    /// <summary>What must hold of each record, at most 32 conditions. Empty, the default, for all records.</summary>
    public IReadOnlyList<Filter> Filters { get; init; } = [];

    /// <summary>The fields that <see cref="Record{T}.Data"/> is to have. Empty, the default, for all of them.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>
    /// Goes on after a page: its <see cref="Page{T}.NextCursor"/>, with the same order. Null, the default, for the beginning. It goes
    /// without <see cref="Offset"/>.
    /// </summary>
    public string? After { get; init; }

    /// <summary>Whether to count all records for <see cref="Page{T}.Total"/>, which takes time. The default is true.</summary>
    public bool Count { get; init; } = true;

    internal string ToQueryString()
    {
        var parts = new List<string>();
        if (Limit is { } limit)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"limit={limit}"));
        }

        if (Offset is { } offset)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"offset={offset}"));
        }

        if (Sort.Count > 0)
        {
            parts.Add(Client.Sort.ToParameters(Sort));
        }
        else if (SortBy is { } field)
        {
            parts.Add($"sort_by={Uri.EscapeDataString(field)}");
        }

        if (Sort.Count == 0 && SortOrder is { } order)
        {
            parts.Add(order == Client.SortOrder.Ascending ? "sort_order=asc" : "sort_order=desc");
        }

        parts.AddRange(Filters.Select(filter => filter.ToParameter()));
        if (Fields.Count > 0)
        {
            parts.Add($"fields={string.Join(',', Fields.Select(Uri.EscapeDataString))}");
        }

        if (After is { } cursor)
        {
            parts.Add($"after={Uri.EscapeDataString(cursor)}");
        }

        if (!Count)
        {
            parts.Add("count=false");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
