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

    /// <summary>Whether to count all records for <see cref="Page{T}.Total"/>, which takes time. The default is true.</summary>
    public bool Count { get; init; } = true;

    internal string ToQueryString()
    {
        var parts = new List<string>(5);
        if (Limit is { } limit)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"limit={limit}"));
        }

        if (Offset is { } offset)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"offset={offset}"));
        }

        if (SortBy is { } field)
        {
            parts.Add($"sort_by={Uri.EscapeDataString(field)}");
        }

        if (SortOrder is { } order)
        {
            parts.Add(order == Client.SortOrder.Ascending ? "sort_order=asc" : "sort_order=desc");
        }

        if (!Count)
        {
            parts.Add("count=false");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
