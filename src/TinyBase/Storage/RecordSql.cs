using TinyBase.Collections.Schema;

namespace TinyBase.Storage;

/// <summary>
/// The statements of one collection's table, written once a schema version. Every SELECT gives the system columns and
/// then the fields in schema order. Where a statement is about one record, <see cref="BindId"/> says which.
/// </summary>
internal sealed class RecordSql
{
    /// <summary>Two ids may share a key, though none that were made here do.</summary>
    private const string ThisOne = "_key = ?1 AND _id = ?2";

    private readonly string _select;
    private readonly string _table;
    private readonly string[] _plainPages;

    public RecordSql(string table, IReadOnlyList<FieldDefinition> fields)
    {
        _table = SqliteDialect.Quote(table);
        var names = fields.Select(field => SqliteDialect.Quote(field.Name)).ToArray();
        var columns = string.Concat(names.Select(name => $", {name}"));
        var first = SqliteDialect.SystemColumnCount + 2;

        _select = $"SELECT {SqliteDialect.SystemColumns}{columns} FROM {_table}";
        ById = $"{_select} WHERE {ThisOne}";
        Insert = $"INSERT INTO {_table} (_key, {SqliteDialect.SystemColumns}{columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6{
            string.Concat(names.Select((_, i) => $", ?{first + i}"))})";
        // Parameters stand where Insert has them; id, owner and creation time never change.
        Update = $"UPDATE {_table} SET _updated = ?5, _version = ?6{
            string.Concat(names.Select((name, i) => $", {name} = ?{first + i}"))} WHERE {ThisOne}";
        Delete = $"DELETE FROM {_table} WHERE {ThisOne}";
        CountOwned = $"SELECT count(*) FROM {_table} WHERE _owner = ?3";
        _plainPages = new string[4];
        foreach (var descending in (ReadOnlySpan<bool>)[false, true])
        {
            var order = $"ORDER BY _key {(descending ? "DESC" : "ASC")} LIMIT ?1 OFFSET ?2";
            _plainPages[PlainPage(descending, ownedOnly: false)] = $"{_select} {order}";
            _plainPages[PlainPage(descending, ownedOnly: true)] = $"{_select} WHERE _owner = ?3 {order}";
        }

        Disown = $"UPDATE {_table} SET _owner = NULL, _version = _version + 1 WHERE _owner = ?1";
    }

    /// <summary>One record; ?1 is its key, ?2 its id.</summary>
    public string ById { get; }

    /// <summary>?1 is the key, ?2 to ?6 are the system columns, then the fields follow.</summary>
    public string Insert { get; }

    /// <summary>?1 is the key, ?2 the id, ?5 the time, ?6 the new version, then the fields follow.</summary>
    public string Update { get; }

    /// <summary>?1 is the key, ?2 the id.</summary>
    public string Delete { get; }

    /// <summary>?3 is the owner, as in <see cref="Page"/>.</summary>
    public string CountOwned { get; }

    /// <summary>Leaves a user's records without owner; ?1 is the user.</summary>
    public string Disown { get; }

    /// <summary>Says which record a statement is about.</summary>
    /// <param name="statement">One of those about one record.</param>
    /// <param name="id">The id in its canonical form.</param>
    public static void BindId(Statement statement, ReadOnlySpan<byte> id)
    {
        statement.Bind(1, RowKey.Of(id));
        statement.Bind(2, id);
    }

    /// <summary>A page; ?1 is the limit, ?2 the offset and, where only one owner's records count, ?3 that owner.</summary>
    /// <param name="selection">Which records, in which order.</param>
    /// <param name="ownedOnly">Whether only the records of one owner count.</param>
    /// <param name="conditions">What binds the rest; null if there is nothing more to bind.</param>
    public string Page(RecordSelection selection, bool ownedOnly, out SelectionSql? conditions)
    {
        if (selection.IsPlain)
        {
            conditions = null;
            return _plainPages[PlainPage(selection.Sort[0].Descending, ownedOnly)];
        }

        conditions = new SelectionSql(selection, ownedOnly, counts: false);
        var order = SelectionSql.OrderBy(selection);
        if (selection.IsById && !selection.IsFiltered) return $"{_select}{conditions.Where} {order} LIMIT ?1 OFFSET ?2";

        // Only keys are sorted, not whole records.
        return $"{_select} WHERE _key IN ({conditions.Keys(_table, selection)}) {order}";
    }

    /// <summary>How many records a selection has, wherever it goes on; parameters as in <see cref="Page"/> but for ?1 and ?2.</summary>
    public string Count(RecordSelection selection, bool ownedOnly, out SelectionSql conditions)
    {
        conditions = new SelectionSql(selection, ownedOnly, counts: true);
        return $"SELECT count(*) FROM {_table}{conditions.Where}";
    }

    private static int PlainPage(bool descending, bool ownedOnly) => (descending ? 1 : 0) + (ownedOnly ? 2 : 0);
}
