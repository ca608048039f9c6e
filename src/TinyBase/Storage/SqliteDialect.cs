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
        PRAGMA temp_store=FILE;
        PRAGMA busy_timeout=5000;
        PRAGMA cache_size=-30720;
        """;

    public const string ReaderSetup =
        """
        PRAGMA query_only=ON;
        PRAGMA busy_timeout=5000;
        PRAGMA cache_size=-4096;
        """;

    /// <summary>Of a connection that looks through whole tables: what it has to sort or to put down goes to temporary files, not to memory.</summary>
    public const string SurveySetup =
        """
        PRAGMA busy_timeout=5000;
        PRAGMA temp_store=FILE;
        PRAGMA cache_size=-8192;
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

    /// <summary>The statement that made the table @name, as later changes left it.</summary>
    public const string TableDefinition = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = @name";

    /// <summary>The columns of the table @name, in order.</summary>
    public const string TableColumns = "SELECT name FROM pragma_table_info(@name) ORDER BY cid";

    /// <summary>The statements that made the indexes of the table @name.</summary>
    public const string IndexDefinitions = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = @name AND sql IS NOT NULL ORDER BY name";

    /// <summary>Every column of every table.</summary>
    public const string AllColumns =
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid";

    /// <summary>Makes new statistics of the tables that have changed a lot, by a bounded number of rows each.</summary>
    public const string Optimize = "PRAGMA optimize";

    /// <summary>Makes new statistics of all tables, by a bounded number of rows each.</summary>
    public const string Analyze = "PRAGMA analysis_limit=1000; ANALYZE";

    /// <summary>The key of a row, derived from its id (<see cref="RowKey"/>).</summary>
    public const string KeyColumn = "_key";

    /// <summary>The columns that every table of records has beside the key, in the order in which they are read and written.</summary>
    public const string SystemColumns = "_id, _owner, _created, _updated, _version";

    /// <summary>How many columns <see cref="SystemColumns"/> names.</summary>
    public const int SystemColumnCount = 5;

    /// <summary>Tables whose names start so are the engine's.</summary>
    public const string ReservedTablePrefix = "sqlite_";

    /// <summary>How the names of the columns of removed fields begin.</summary>
    public const string RemovedPrefix = "_removed_";

    /// <summary>The engine's code for a value that a unique index has already.</summary>
    public const int UniqueConstraint = 2067;

    /// <summary>The engine's code for a key that another row has.</summary>
    public const int KeyConstraint = 1555;

    /// <summary>The columns of the removed fields of table ?1.</summary>
    public const string RemovedColumns = @"SELECT name FROM pragma_table_info(?1) WHERE name LIKE '\_removed\_%' ESCAPE '\' ORDER BY cid";

    /// <summary>The most columns that a table of records may come to, removed ones included; the engine's limit is 2,000.</summary>
    public const int MaxColumns = 1900;

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string CreateTable(string table, IEnumerable<FieldDefinition> fields) =>
        $"""
        CREATE TABLE {Quote(table)} (
          _key INTEGER PRIMARY KEY,
          _id TEXT NOT NULL,
          _owner TEXT,
          _created TEXT NOT NULL,
          _updated TEXT NOT NULL,
          _version INTEGER NOT NULL{string.Concat(fields.Select(field => $",\n  {Quote(field.Name)} {Column(field)}"))}
        ) STRICT
        """;

    public static string DropTable(string table) => $"DROP TABLE {Quote(table)}";

    /// <summary>The statements for a new column, with the value that rows get which are there.</summary>
    public static IReadOnlyList<string> AddColumn(string table, FieldDefinition field, FieldValue value)
    {
        var column = $"ALTER TABLE {Quote(table)} ADD COLUMN {Quote(field.Name)} {Column(field)}";
        return value.Utf8.Span.Contains((byte)0)
            // A literal ends at a zero, and a default must be a literal.
            ? [column, $"UPDATE {Quote(table)} SET {Quote(field.Name)} = {Literal(value)}"]
            : [$"{column} DEFAULT {Literal(value)}"];
    }

    public static string RenameColumn(string table, string from, string to) =>
        $"ALTER TABLE {Quote(table)} RENAME COLUMN {Quote(from)} TO {Quote(to)}";

    public static string DropColumn(string table, string column) => $"ALTER TABLE {Quote(table)} DROP COLUMN {Quote(column)}";

    /// <summary>The rows after ?1, by key, that have a value in a column: key and value.</summary>
    public static string NextValues(string table, string column) =>
        $"SELECT _key, {Quote(column)} FROM {Quote(table)} WHERE _key > ?1 AND {Quote(column)} IS NOT NULL ORDER BY _key";

    /// <summary>The id of row ?1.</summary>
    public static string IdOf(string table) => $"SELECT _id FROM {Quote(table)} WHERE _key = ?1";

    /// <summary>How many rows have a value in a column.</summary>
    public static string CountValues(string table, string column) => $"SELECT count({Quote(column)}) FROM {Quote(table)}";

    /// <summary>The first rows, by key, without a value in a column; ?1 is how many.</summary>
    public static string FirstWithout(string table, string column) =>
        $"SELECT _id FROM {Quote(table)} WHERE {Quote(column)} IS NULL ORDER BY _key LIMIT ?1";

    /// <summary>The first rows by key; ?1 is how many.</summary>
    public static string FirstRows(string table) => $"SELECT _id FROM {Quote(table)} ORDER BY _key LIMIT ?1";

    /// <summary>Sets a column to ?1 in the row of key ?2.</summary>
    public static string StoreValue(string table, string column) =>
        $"UPDATE {Quote(table)} SET {Quote(column)} = ?1 WHERE _key = ?2";

    public static string CreateIndex(string name, string table, IEnumerable<FieldDefinition> fields, bool unique) =>
        $"CREATE {(unique ? "UNIQUE INDEX" : "INDEX")} {Quote(name)} ON {Quote(table)} ({
            string.Join(", ", fields.Select(field => unique ? Compared(field) : Quote(field.Name)))})";

    public static string DropIndex(string name) => $"DROP INDEX IF EXISTS {Quote(name)}";

    /// <summary>How the engine's message ends when a write would break a unique index.</summary>
    public static string UniqueViolation(string table, IEnumerable<FieldDefinition> fields) =>
        "UNIQUE constraint failed: " + string.Join(", ", fields.Select(field => $"{table}.{field.Name}"));

    /// <summary>Whether the engine's message is about the key of a row; the names of fields and collections are never like this.</summary>
    public static bool IsKey(string violation) => violation.EndsWith("." + KeyColumn, StringComparison.Ordinal);

    /// <summary>The values that are there more than once: how often, the first and the last id, then the values of the first.</summary>
    /// <param name="source">The quoted table, or what has its ids and fields.</param>
    /// <param name="fields">The fields whose values count together.</param>
    public static string Duplicates(string source, IReadOnlyCollection<FieldDefinition> fields) =>
        $"""
        SELECT _taken._records, _taken._first, _taken._last, {string.Join(", ", fields.Select(field => $"_record.{Quote(field.Name)}"))}
        FROM (
          SELECT count(*) AS _records, min(_id) AS _first, max(_id) AS _last, min(_key) AS _key FROM {source}
          WHERE {string.Join(" AND ", fields.Select(field => $"{Quote(field.Name)} IS NOT NULL"))}
          GROUP BY {string.Join(", ", fields.Select(Compared))} HAVING count(*) > 1
        ) AS _taken JOIN {source} AS _record ON _record._key = _taken._key
        ORDER BY _taken._first
        """;

    /// <summary>A table as it would be: ids, and fields from expressions of <see cref="Kept"/>, <see cref="New"/> and <see cref="Converted"/>.</summary>
    public static string AsIf(string table, IEnumerable<(string Field, string Value)> columns, IEnumerable<string> converted) =>
        $"(SELECT now._key, now._id{string.Concat(columns.Select(column => $", {column.Value} AS {Quote(column.Field)}"))} FROM {Quote(table)} AS now{
            string.Concat(converted.Select(values => $" LEFT JOIN {values} ON {values}.row = now._key"))})";

    /// <summary>A field that keeps its values.</summary>
    public static string Kept(string column) => $"now.{Quote(column)}";

    /// <summary>A field that is new: its default.</summary>
    public static string New(FieldDefinition field) => Literal(field.AbsentValue);

    /// <summary>A field that is converted: what a temporary table has for it, or what it gets where there was nothing.</summary>
    public static string Converted(string former, FieldDefinition field, string values) =>
        $"CASE WHEN {Kept(former)} IS NULL THEN {Literal(field.ConvertedAbsentValue)} ELSE {values}.value END";

    /// <summary>A table for values by row number; it lies outside the database and goes with the connection.</summary>
    public static string CreateValues(string name) => $"CREATE TEMP TABLE {name} (row INTEGER PRIMARY KEY, value)";

    /// <summary>Keeps value ?2 of row ?1.</summary>
    public static string KeepValue(string name) => $"INSERT INTO {name} VALUES (?1, ?2)";

    /// <summary>Each entry of an index ends with the key of its row, so an owner's records are in the order of their ids.</summary>
    public static string CreateOwnerIndex(string table) =>
        $"CREATE INDEX IF NOT EXISTS {Quote($"_owner_of_{table}")} ON {Quote(table)} (_owner)";

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
