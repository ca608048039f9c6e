using System.Text;


using TinyBase.Collections;
using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>Which records a list wants, and in which order.</summary>
/// <param name="Limit">How many at most, 1 to 1,000.</param>
/// <param name="Offset">How many to pass over.</param>
/// <param name="Column">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
/// <param name="Count">Whether the total is wanted.</param>
internal sealed record ListQuery(int Limit, int Offset, string Column, bool Descending, bool Count)
{
    public const int MaxLimit = 1000;
    private const int DefaultLimit = 100;

    /// <summary>Reads the query of a request.</summary>
    /// <returns>The query, or null if <paramref name="parameters"/> has errors now.</returns>
    public static ListQuery? Read(QueryParameters parameters)
    {
        var limit = parameters.Integer("limit", DefaultLimit, 1, MaxLimit);
        var offset = parameters.Integer("offset", 0, 0, int.MaxValue);
        var order = parameters.Choice("sort_order", "desc", "^(asc|desc)$", "asc", "desc");
        var count = parameters.Boolean("count", true);
        var column = parameters.Text("sort_by") ?? "id";
        return parameters.Errors.Count > 0 ? null : new ListQuery(limit, offset, column, order == "desc", count);
    }

    /// <summary>The query with the column that the sort key means in a collection.</summary>
    /// <returns>False if there is no such field.</returns>
    public bool TryResolve(CollectionModel model, QueryParameters parameters, out ListQuery resolved)
    {
        var column = Column switch
        {
            // Ids are made from the same clock reading as the time of creation, and are indexed.
            "id" or "created_at" => "_id",
            "updated_at" => "_updated",
            "owner_id" => "_owner",
            var name => model.Schema.TryFind(Encoding.UTF8.GetBytes(name), out _) ? name : null,
        };
        resolved = this with { Column = column ?? "_id" };
        if (column is null)
        {
            parameters.Add("enum", "sort_by", $"Collection '{model.Definition.Name}' has no field '{Column}' to sort by", Column);
        }

        return column is not null;
    }

    /// <summary>Whether a version of the collection still has the column that the query was resolved to.</summary>
    public bool Fits(CollectionModel model) => Column[0] == '_' || model.Schema.TryFind(Encoding.UTF8.GetBytes(Column), out _);
}
