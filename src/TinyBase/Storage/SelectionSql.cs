using System.Collections.Immutable;
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
    private readonly List<string> _parts = [];

    /// <param name="selection">Which records.</param>
    /// <param name="ownedOnly">Whether only the records of one owner count, ?3.</param>
    /// <param name="counts">Whether records are counted, wherever the list goes on.</param>
    public SelectionSql(RecordSelection selection, bool ownedOnly, bool counts)
    {
        if (ownedOnly) And("_owner = ?3");
        foreach (var condition in selection.Conditions) Add(condition);
        if (!counts && !selection.After.IsEmpty) AddAfter(selection);
    }

    /// <summary>The WHERE clause with a blank before it; empty if all records count. Those of <see cref="Keys"/> are more where it has parts.</summary>
    public string Where => _text.ToString();

    /// <summary>The ORDER BY clause.</summary>
    public static string OrderBy(RecordSelection selection) =>
        $"ORDER BY {string.Join(", ", selection.Sort.Select(key => $"{Column(key)} {(key.Descending ? "DESC" : "ASC")}"))}";

    /// <summary>The keys of the records of a page, in its order; ?1 is the limit, ?2 the offset.</summary>
    public string Keys(string table, RecordSelection selection)
    {
        var limits = $"{OrderBy(selection)} LIMIT ?1 OFFSET ?2";
        if (_parts.Count == 0) return $"SELECT {SqliteDialect.KeyColumn} FROM {table}{Where} {limits}";
        var columns = string.Join(", ", selection.Sort.Select(key => Column(key)));
        var where = _text.Length == 0 ? " WHERE" : $"{Where} AND";
        return $"SELECT {SqliteDialect.KeyColumn} FROM ({
            string.Join(" UNION ALL ", _parts.Select(part => $"SELECT {columns} FROM {table}{where} {part}"))} {limits})";
    }

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

    private void AddAfter(RecordSelection selection)
    {
        var (sort, after) = (selection.Sort, selection.After);
        if (sort[0].IsIndexed)
        {
            AddParts(sort, after);
            return;
        }

        // Implied by the rest, but less to compare.
        if (sort.Length > 1 && !sort[0].Descending && !after[0].IsNull) And($"{Column(sort[0])} >= {Parameter(after[0])}");
        And(After(sort, after, first: 0));
    }

    /// <summary>
    /// What comes after a row, in parts that an index on the first key finds each at its place and in its order. As one condition it
    /// would have the index walked from its beginning: to NULL, which comes last, or through all that is equal in the first key.
    /// </summary>
    private void AddParts(ImmutableArray<SortKey> sort, ImmutableArray<FieldValue> after)
    {
        var column = Column(sort[0]);
        _parts.Add(Same(column, after[0]) + After(sort, after, first: 1));
        if (Behind(column, sort[0].Descending, after[0], mayBeNull: false) is { } behind) _parts.Add(behind);
        if (sort[0].Descending && !after[0].IsNull) _parts.Add($"{column} IS NULL");
    }

    /// <summary>What comes after a row in the order: equal in the first keys and after it in the next one, for each key.</summary>
    private string After(ImmutableArray<SortKey> sort, ImmutableArray<FieldValue> after, int first)
    {
        var cases = new List<string>();
        var same = string.Empty;
        for (var i = first; i < sort.Length; i++)
        {
            var column = Column(sort[i]);
            var isLast = i == sort.Length - 1;
            if (Behind(column, sort[i].Descending, Value(sort[i], after[i]), mayBeNull: !isLast) is { } behind) cases.Add(same + behind);
            if (!isLast) same += Same(column, after[i]);
        }

        return cases.Count == 1 ? cases[0] : $"({string.Join(" OR ", cases)})";
    }

    private string Same(string column, FieldValue value) => value.IsNull ? $"{column} IS NULL AND " : $"{column} = {Parameter(value)} AND ";

    /// <summary>Where a column comes after a value; null if nothing does.</summary>
    private string? Behind(string column, bool descending, FieldValue value, bool mayBeNull) => (descending, value.IsNull) switch
    {
        (false, true) => $"{column} IS NOT NULL",
        (false, false) => $"{column} > {Parameter(value)}",
        (true, true) => null,
        _ => mayBeNull ? $"({column} < {Parameter(value)} OR {column} IS NULL)" : $"{column} < {Parameter(value)}",
    };
}
