using System.Globalization;
using System.Numerics;
using System.Text;

using TinyBase.Collections.Schema;

namespace TinyBase.Storage;

/// <summary>
/// Writes the condition of a SELECT. Values are parameters without exception, and columns come from the collection's model. Texts
/// of one shape are equal, so that their statement is prepared once.
/// </summary>
internal sealed class SelectionSql
{
    /// <summary>?1 to ?3 are the limit, the offset and the owner.</summary>
    private const int FirstParameter = 4;

    private readonly StringBuilder _text = new();
    private readonly List<FieldValue> _values = [];

    /// <param name="selection">Which records.</param>
    /// <param name="ownedOnly">Whether only the records of one owner count, ?3.</param>
    /// <param name="counts">Whether records are counted, wherever the list goes on.</param>
    public SelectionSql(RecordSelection selection, bool ownedOnly, bool counts)
    {
        if (ownedOnly) And("_owner = ?3");
        foreach (var condition in selection.Conditions) Add(condition);
        if (!counts && !selection.After.IsEmpty) AddAfter(selection);
    }

    /// <summary>The WHERE clause with a blank before it; empty if all records count.</summary>
    public string Where => _text.ToString();

    /// <summary>The ORDER BY clause.</summary>
    public static string OrderBy(RecordSelection selection) =>
        $"ORDER BY {string.Join(", ", selection.Sort.Select(key => $"{Column(key)} {(key.Descending ? "DESC" : "ASC")}"))}";

    /// <summary>Binds the values of the conditions.</summary>
    public void Bind(Statement statement)
    {
        for (var i = 0; i < _values.Count; i++) statement.Bind(FirstParameter + i, _values[i]);
    }

    /// <summary>Rows lie in the order of their ids.</summary>
    private static string Column(SortKey key) => key.IsId ? SqliteDialect.KeyColumn : SqliteDialect.Quote(key.Column);

    private static FieldValue Value(SortKey key, FieldValue value) =>
        key.IsId ? FieldValue.FromInteger(RowKey.Of(value.Utf8.Span)) : value;

    private void Add(RecordCondition condition)
    {
        // Implied, and what rows can be found by without looking at all of them.
        foreach (var (comparison, keys) in KeyRange.Of(condition)) And(Compare(new RecordCondition(SqliteDialect.KeyColumn, comparison, keys)));
        And(Compare(condition));
    }

    private void And(string condition) => _text.Append(_text.Length == 0 ? " WHERE " : " AND ").Append(condition);

    private string Parameter(FieldValue value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"?{FirstParameter + _values.Count - 1}");
    }

    private string Compare(RecordCondition condition)
    {
        var column = SqliteDialect.Quote(condition.Column);
        return condition.Comparison switch
        {
            Comparison.Equal => $"{column} = {Parameter(condition.Values[0])}",
            Comparison.NotEqual => $"{column} IS NOT {Parameter(condition.Values[0])}",
            Comparison.Greater => $"{column} > {Parameter(condition.Values[0])}",
            Comparison.AtLeast => $"{column} >= {Parameter(condition.Values[0])}",
            Comparison.Less => $"{column} < {Parameter(condition.Values[0])}",
            Comparison.AtMost => $"{column} <= {Parameter(condition.Values[0])}",
            Comparison.In => $"{column} IN ({OneOf(condition)})",
            Comparison.Contains => $"instr({column}, {Parameter(condition.Values[0])}) > 0",
            Comparison.Starts => Starts(column, condition.Values[0]),
            Comparison.IsNull => $"{column} IS NULL",
            _ => $"{column} IS NOT NULL",
        };
    }

    /// <summary>Rounded up to a power of two with the last value, so that lists of all lengths make few statements.</summary>
    private string OneOf(RecordCondition condition)
    {
        var values = condition.Values;
        var count = values.IsEmpty ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)values.Length);
        return string.Join(", ", Enumerable.Range(0, count).Select(i => Parameter(values[Math.Min(i, values.Length - 1)])));
    }

    /// <summary>A range, which an index can find. UTF-8 sorts as code points do.</summary>
    private string Starts(string column, FieldValue prefix)
    {
        var from = $"{column} >= {Parameter(prefix)}";
        return TextRange.After(prefix.Utf8.Span) is { } end ? $"{from} AND {column} < {Parameter(FieldValue.FromText(end))}" : from;
    }

    /// <summary>What comes after a row in the order: equal in the first keys and after it in the next one, for each key.</summary>
    private void AddAfter(RecordSelection selection)
    {
        var (sort, after) = (selection.Sort, selection.After);
        // Implied by the rest, but an index can use it.
        if (sort.Length > 1 && !sort[0].Descending && !after[0].IsNull) And($"{Column(sort[0])} >= {Parameter(after[0])}");
        var cases = new List<string>();
        var same = string.Empty;
        for (var i = 0; i < sort.Length; i++)
        {
            var column = Column(sort[i]);
            var isLast = i == sort.Length - 1;
            if (Behind(column, sort[i].Descending, Value(sort[i], after[i]), mayBeNull: !isLast) is { } behind) cases.Add(same + behind);
            if (!isLast) same += after[i].IsNull ? $"{column} IS NULL AND " : $"{column} = {Parameter(after[i])} AND ";
        }

        And(cases.Count == 1 ? cases[0] : $"({string.Join(" OR ", cases)})");
    }

    /// <summary>Where a column comes after a value; null if nothing does.</summary>
    private string? Behind(string column, bool descending, FieldValue value, bool mayBeNull) => (descending, value.IsNull) switch
    {
        (false, true) => $"{column} IS NOT NULL",
        (false, false) => $"{column} > {Parameter(value)}",
        (true, true) => null,
        _ => mayBeNull ? $"({column} < {Parameter(value)} OR {column} IS NULL)" : $"{column} < {Parameter(value)}",
    };
}
