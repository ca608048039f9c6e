namespace TinyBase.Storage.Migrations;

/// <summary>
/// Revision 3: rows of collections lie by a key made from their id (<see cref="RowKey"/>), no longer by a number of their own with
/// an index over the ids beside it.
/// </summary>
internal static class RowsById
{
    public const int Version = 3;

    private const string IdAlone = "_id TEXT NOT NULL PRIMARY KEY,";
    private const string KeyAndId = "_key INTEGER PRIMARY KEY,\n  _id TEXT NOT NULL,";
    private const string OwnerAndId = "(_owner, _id)";
    private const string Owner = "(_owner)";

    /// <summary>The statements that give a table keys.</summary>
    public static string Up(RecordTable table) => Rebuild(
        table with { Indexes = [.. table.Indexes.Select(index => index.Replace(OwnerAndId, Owner, StringComparison.Ordinal))] },
        table.Create.Replace(IdAlone, KeyAndId, StringComparison.Ordinal),
        $"{KeyOf("_id")}, *");

    /// <summary>The statements that take the keys away.</summary>
    public static string Down(RecordTable table) => Rebuild(
        table with { Indexes = [.. table.Indexes.Select(index => index.Replace(Owner, OwnerAndId, StringComparison.Ordinal))] },
        table.Create.Replace(KeyAndId, IdAlone, StringComparison.Ordinal),
        string.Join(", ", table.Columns.Where(column => column != SqliteDialect.KeyColumn).Select(SqliteDialect.Quote)));

    private static string Rebuild(RecordTable table, string create, string columns)
    {
        var (name, made) = (SqliteDialect.Quote(table.Name), SqliteDialect.Quote("_new_" + table.Name));
        return $"""

            {create.Replace($"CREATE TABLE {name}", $"CREATE TABLE {made}", StringComparison.Ordinal)};
            INSERT INTO {made} SELECT {columns} FROM {name} ORDER BY _id;
            DROP TABLE {name};
            ALTER TABLE {made} RENAME TO {name};
            {string.Concat(table.Indexes.Select(index => index + ";\n"))}
            """;
    }

    /// <summary>What <see cref="RowKey.Of"/> gives, in SQL: the first 16 hexadecimal digits, between which there are two hyphens.</summary>
    private static string KeyOf(string id) =>
        string.Join(" | ", Enumerable.Range(0, 16).Select(digit =>
            $"(instr('123456789abcdef', substr({id}, {digit + 1 + (digit >= 8 ? 1 : 0) + (digit >= 12 ? 1 : 0)}, 1)) << {60 - 4 * digit})"));
}
