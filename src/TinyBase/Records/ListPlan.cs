using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>What a query means in one version of a collection.</summary>
/// <param name="Query">The query.</param>
/// <param name="Model">The version.</param>
/// <param name="Selection">Which records, in which order, from the beginning.</param>
/// <param name="Projection">Which fields are answered; null for all.</param>
/// <param name="Cursor">Where the list goes on; null for the beginning.</param>
internal sealed record ListPlan(
    ListQuery Query, CollectionModel Model, RecordSelection Selection, Projection? Projection, PageCursor? Cursor)
{
    private const int MaxSortKeys = 8;

    /// <summary>Finds the fields that a query names and types its values.</summary>
    /// <param name="model">The collection.</param>
    /// <param name="query">The query.</param>
    /// <param name="plan">What it means.</param>
    /// <param name="errors">All that is wrong with it otherwise.</param>
    public static bool TryMake(
        CollectionModel model, ListQuery query, [NotNullWhen(true)] out ListPlan? plan, out IReadOnlyList<ValidationError> errors)
    {
        var found = new List<ValidationError>(0);
        var selection = Select(model, query, found);
        var projection = Project(model, query, found);
        var cursor = found.Count == 0 ? FindCursor(model, query, selection, found) : null;
        errors = found;
        plan = found.Count > 0 ? null : new ListPlan(query, model, selection, projection, cursor);
        return plan is not null;
    }

    private static RecordSelection Select(CollectionModel model, ListQuery query, List<ValidationError> errors)
    {
        var plain = query.Descending ? RecordSelection.NewestFirst : RecordSelection.OldestFirst;
        // Ids are made from the same clock reading as the time of creation, and are indexed.
        var isById = query.SortBy is "id" or "created_at";
        if (isById && query.Filters.IsEmpty) return plain;
        var compiler = new FilterCompiler(model, errors);
        return new RecordSelection(
            isById ? plain.Sort : Sort(model, query, errors),
            [.. query.Filters.Select(compiler.Compile).OfType<RecordCondition>()],
            After: []);
    }

    private static ImmutableArray<SortKey> Sort(CollectionModel model, ListQuery query, List<ValidationError> errors)
    {
        var terms = query.SortBy.Split(',');
        if (terms.Length > MaxSortKeys)
        {
            errors.Add(Wrong("too_long", "sort_by", $"A list can be sorted by at most {MaxSortKeys} fields", query.SortBy));
            return [];
        }

        var keys = ImmutableArray.CreateBuilder<SortKey>();
        foreach (var term in terms)
        {
            var isReversed = term.StartsWith('-');
            var name = isReversed ? term[1..] : term;
            if (!ListColumn.TryFind(model, name, out var column))
            {
                errors.Add(Wrong(
                    "enum", "sort_by", $"Collection '{model.Definition.Name}' has no field '{name}' to sort by", query.SortBy));
                continue;
            }

            var descending = isReversed || query.Descending;
            // Nothing is left to be sorted behind what is never twice, or a second time.
            if (keys.Any(key => key.IsId || key.Column == column.Name)) continue;
            keys.Add(column.Name is "_id" or "_created"
                ? SortKey.Id(descending)
                : new SortKey(column.Name, column.Index, column.Type, descending) { IsIndexed = model.HasIndexFor(column.Name) });
        }

        if (keys.Count > 0 && !keys[^1].IsId) keys.Add(SortKey.Id(keys[^1].Descending));
        return keys.ToImmutable();
    }

    private static Projection? Project(CollectionModel model, ListQuery query, List<ValidationError> errors)
    {
        if (query.Fields is not { } fields) return null;
        if (!Projection.TryRead(model, fields, out var projection, out var error)) errors.Add(error);
        return projection;
    }

    private static PageCursor? FindCursor(CollectionModel model, ListQuery query, RecordSelection selection, List<ValidationError> errors)
    {
        if (query.After is not { } text) return null;
        if (PageCursor.TryRead(text, model, selection.Sort, out var cursor)) return cursor;
        errors.Add(Wrong("cursor_invalid", "after", "Input should be the next_cursor of a list of this collection in this order", text));
        return null;
    }

    /// <summary>What is said where the record that a cursor rests on is gone or changed.</summary>
    public ValidationError CursorLost => Wrong(
        "cursor_expired", "after", "The last record of the page before was deleted or changed, and a text of it is too long for a cursor; start over", Query.After!);

    private static ValidationError Wrong(string type, string name, string message, string input) =>
        ValidationError.OfText(type, "query", name, message, input);

    /// <summary>What is said of a list that took too long: how it could be faster.</summary>
    public string Slow(TimeSpan limit)
    {
        var fields = Selection.Conditions.Select(condition => condition.Column)
            .Concat(Selection.Sort.Select(key => key.Column))
            .Where(column => !column.StartsWith('_'))
            .Distinct()
            .Select(column => $"'{column}'")
            .ToArray();
        var index = fields.Length == 0 ? string.Empty : $" An index on {string.Join(" or ", fields)} may help.";
        return $"The list took longer than {(int)limit.TotalSeconds} s.{index} "
            + "Filter for less, sort by created_at, or go on by cursor instead of a large offset.";
    }
}
