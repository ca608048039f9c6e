using System.Globalization;
using System.Text;

using TinyBase.Collections.Schema;

namespace TinyBase.Storage;

/// <summary>
/// Every statement that differs between database engines. Nothing outside this folder writes engine-specific SQL.
/// </summary>
internal static class SqliteDialect
{
    /// <summary>Marks a file as TinyBase's own ("TBas"), in SQLite's application_id.</summary>
    public const int ApplicationId = 0x54426173;

    /// <summary>
    /// Of the writing connection. The log is synced at each commit; checkpoints are the writer's own business.
    /// </summary>
    public const string WriterSetup =
        """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        PRAGMA fullfsync=ON;
        PRAGMA checkpoint_fullfsync=ON;
        PRAGMA wal_autocheckpoint=0;
        PRAGMA journal_size_limit=67108864;
        PRAGMA foreign_keys=ON;
        PRAGMA temp_store=MEMORY;
        PRAGMA busy_timeout=5000;
        PRAGMA cache_size=-16384;
        """;

    public const string ReaderSetup =
        """
        PRAGMA query_only=ON;
        PRAGMA busy_timeout=5000;
        PRAGMA cache_size=-4096;
        """;

    public const string WaitPatiently = "PRAGMA busy_timeout=5000";
    public const string WaitBriefly = "PRAGMA busy_timeout=50";
    public const string Begin = "BEGIN IMMEDIATE";
    public const string BeginRead = "BEGIN";
    public const string Commit = "COMMIT";
    public const string Rollback = "ROLLBACK";
    public const string Savepoint = "SAVEPOINT operation";
    public const string Release = "RELEASE operation";
    public const string Undo = "ROLLBACK TO operation";
    public const string SavepointPart = "SAVEPOINT part";
    public const string ReleasePart = "RELEASE part";
    public const string UndoPart = "ROLLBACK TO part";

    public const string AddToCount = "UPDATE _collection_count SET records = records + ?1 WHERE collection_id = ?2";
    public const string ReadCount = "SELECT records FROM _collection_count WHERE collection_id = ?1";

    /// <summary>Whether there is a list of collections.</summary>
    public const string HasCollections = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '_collection'";

    /// <summary>The tables of all collections.</summary>
    public const string CollectionTables = "SELECT c.name FROM _collection c JOIN sqlite_master m ON m.type = 'table' AND m.name = c.name";

    /// <summary>Every column of every table.</summary>
    public const string AllColumns =
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid";

    /// <summary>The columns that every table of records has, in the order in which they are read and written.</summary>
    public const string SystemColumns = "_id, _owner, _created, _updated, _version";

    /// <summary>How many columns <see cref="SystemColumns"/> names.</summary>
    public const int SystemColumnCount = 5;

    /// <summary>Tables whose names start so are the engine's.</summary>
    public const string ReservedTablePrefix = "sqlite_";

    /// <summary>How the names of the columns of removed fields begin.</summary>
    public const string RemovedPrefix = "_removed_";

    /// <summary>The engine's code for a value that a unique index has already.</summary>
    public const int UniqueConstraint = 2067;

    /// <summary>The columns of the removed fields of table ?1.</summary>
    public const string RemovedColumns = @"SELECT name FROM pragma_table_info(?1) WHERE name LIKE '\_removed\_%' ESCAPE '\' ORDER BY cid";

    /// <summary>The most columns that a table of records may come to, removed ones included; the engine's limit is 2,000.</summary>
    public const int MaxColumns = 1900;

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string CreateTable(string table, IEnumerable<FieldDefinition> fields) =>
        $"""
        CREATE TABLE {Quote(table)} (
          _id TEXT NOT NULL PRIMARY KEY,
          _owner TEXT,
          _created TEXT NOT NULL,
          _updated TEXT NOT NULL,
          _version INTEGER NOT NULL{string.Concat(fields.Select(field => $",\n  {Quote(field.Name)} {Column(field)}"))}
        ) STRICT
        """;

    public static string DropTable(string table) => $"DROP TABLE {Quote(table)}";

    /// <summary>A new column; rows that are there get its default.</summary>
    public static string AddColumn(string table, FieldDefinition field)
    {
        var column = $"ALTER TABLE {Quote(table)} ADD COLUMN {Quote(field.Name)} {Column(field)}";
        var value = field.AbsentValue;
        return value.Utf8.Span.Contains((byte)0)
            // A literal ends at a zero, and a default must be a literal.
            ? $"{column}; UPDATE {Quote(table)} SET {Quote(field.Name)} = CAST(X'{Convert.ToHexString(value.Utf8.Span)}' AS TEXT)"
            : $"{column} DEFAULT {Literal(value)}";
    }

    public static string RenameColumn(string table, string from, string to) =>
        $"ALTER TABLE {Quote(table)} RENAME COLUMN {Quote(from)} TO {Quote(to)}";

    public static string DropColumn(string table, string column) => $"ALTER TABLE {Quote(table)} DROP COLUMN {Quote(column)}";

    /// <summary>The first row after ?1, by number, that has a value in a column: number, id and value.</summary>
    public static string NextValue(string table, string column) =>
        $"""
        SELECT _rowid_, _id, {Quote(column)} FROM {Quote(table)}
        WHERE _rowid_ > ?1 AND {Quote(column)} IS NOT NULL ORDER BY _rowid_ LIMIT 1
        """;

    /// <summary>Sets a column to ?1 in the row of number ?2.</summary>
    public static string StoreValue(string table, string column) =>
        $"UPDATE {Quote(table)} SET {Quote(column)} = ?1 WHERE _rowid_ = ?2";

    public static string CreateIndex(string name, string table, IEnumerable<FieldDefinition> fields, bool unique) =>
        $"CREATE {(unique ? "UNIQUE INDEX" : "INDEX")} {Quote(name)} ON {Quote(table)} ({
            string.Join(", ", fields.Select(field => unique ? Compared(field) : Quote(field.Name)))})";

    public static string DropIndex(string name) => $"DROP INDEX IF EXISTS {Quote(name)}";

    /// <summary>How the engine's message ends when a write would break a unique index.</summary>
    public static string UniqueViolation(string table, IEnumerable<FieldDefinition> fields) =>
        "UNIQUE constraint failed: " + string.Join(", ", fields.Select(field => $"{table}.{field.Name}"));

    /// <summary>The values that are there more than once: how often, the first and the last id, then the values themselves.</summary>
    public static string Duplicates(string table, IReadOnlyCollection<FieldDefinition> fields) =>
        $"""
        SELECT count(*), min(_id), max(_id), {string.Join(", ", fields.Select(field => Quote(field.Name)))} FROM {Quote(table)}
        WHERE {string.Join(" AND ", fields.Select(field => $"{Quote(field.Name)} IS NOT NULL"))}
        GROUP BY {string.Join(", ", fields.Select(Compared))} HAVING count(*) > 1 ORDER BY 2
        """;

    public static string CreateOwnerIndex(string table) =>
        $"CREATE INDEX IF NOT EXISTS {Quote($"_owner_of_{table}")} ON {Quote(table)} (_owner, _id)";

    public static string DropOwnerIndex(string table) => $"DROP INDEX IF EXISTS {Quote($"_owner_of_{table}")}";

    public static string CountRows(string table) => $"SELECT count(*) FROM {Quote(table)}";

    /// <summary>A field as unique indexes compare it: addresses whatever their case.</summary>
    private static string Compared(FieldDefinition field) =>
        field.Type is EmailType ? $"{Quote(field.Name)} COLLATE NOCASE" : Quote(field.Name);

    private static string Column(FieldDefinition field) => field.Type.Column switch
    {
        ColumnType.Integer => "INTEGER",
        ColumnType.Real => "REAL",
        _ => "TEXT",
    };

    private static string Literal(FieldValue value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => value.Real.ToString("R", CultureInfo.InvariantCulture),
        // The text of a statement ends at its first NUL character.
        ValueKind.Text when value.Utf8.Span.Contains((byte)0) => $"(CAST(x'{Convert.ToHexString(value.Utf8.Span)}' AS TEXT))",
        ValueKind.Text => $"'{Encoding.UTF8.GetString(value.Utf8.Span).Replace("'", "''", StringComparison.Ordinal)}'",
        _ => "NULL",
    };
}
