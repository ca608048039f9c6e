using System.Collections.Immutable;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>What a request wants listed, before anybody looked at the collection.</summary>
/// <param name="Limit">How many records at most, 1 to 1,000.</param>
/// <param name="Offset">How many to pass over.</param>
internal sealed record ListQuery(int Limit, int Offset)
{
    public const int MaxLimit = 1000;
    public const int DefaultLimit = 100;

    /// <summary>What to sort by, separated by commas; a leading <c>-</c> means descending.</summary>
    public string SortBy { get; init; } = "id";

    /// <summary>The direction of what has none of its own.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Whether the total is wanted.</summary>
    public bool Count { get; init; } = true;

    public ImmutableArray<ListFilter> Filters { get; init; } = [];

    /// <summary>The fields to answer, separated by commas; null for all.</summary>
    public string? Fields { get; init; }

    /// <summary>The cursor to go on after; null for the beginning.</summary>
    public string? After { get; init; }

    /// <summary>Reads the query of a request.</summary>
    /// <returns>The query, or null if <paramref name="parameters"/> has errors now.</returns>
    public static ListQuery? Read(HttpRequest request, QueryParameters parameters)
    {
        var limit = parameters.Integer("limit", DefaultLimit, 1, MaxLimit);
        var offset = parameters.Integer("offset", 0, 0, int.MaxValue);
        var order = parameters.Choice("sort_order", "desc", "^(asc|desc)$", "asc", "desc");
        var query = new ListQuery(limit, offset)
        {
            SortBy = parameters.Text("sort_by") ?? "id",
            Descending = order == "desc",
            Count = parameters.Boolean("count", true),
            Filters = ListFilter.ReadAll(request.QueryString, parameters),
            Fields = parameters.Text("fields"),
            After = parameters.Text("after"),
        };
        if (query is { After: { } after, Offset: > 0 })
        {
            parameters.Add("value_error", "after", "A list goes on after a cursor or passes over an offset, not both", after);
        }

        return parameters.Errors.Count > 0 ? null : query;
    }
}
