using System.Globalization;

using Microsoft.Data.Sqlite;

namespace TinyBase.Server.Tests.Model;

/// <summary>What of a collection's table does not show in the API.</summary>
/// <param name="Indexes">Their names, sorted.</param>
/// <param name="Removed">How many columns of removed and converted fields there are.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Counted">What the counter says.</param>
internal sealed record ModelTable(string Indexes, long Removed, long Rows, long Counted)
{
    public static ModelTable Of(ModelCollection collection, string name) => new(
        string.Join(' ', collection.Indexes.Select(index => index.NameOn(name)).Distinct().Order(StringComparer.Ordinal)),
        collection.Removed,
        collection.Records.Count,
        collection.Records.Count);

    /// <summary>Null if there is no such table.</summary>
    public static ModelTable? Read(string databasePath, string name)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var indexes = Texts(connection, $"SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '{name}'");
        if (Number(connection, $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{name}'") == 0) return null;
        return new ModelTable(
            string.Join(' ', indexes.Order(StringComparer.Ordinal)),
            Number(connection, $@"SELECT count(*) FROM pragma_table_info('{name}') WHERE name LIKE '\_removed\_%' ESCAPE '\'"),
            Number(connection, $"SELECT count(*) FROM {name} NOT INDEXED"),
            Number(connection, $"SELECT records FROM _collection_count JOIN _collection ON id = collection_id WHERE name = '{name}'"));
    }

    /// <summary>What the engine says of a table that there is, and of its indexes.</summary>
    public static string Check(string databasePath, string name)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return string.Join('\n', Texts(connection, $"PRAGMA integrity_check('{name}')"));
    }

    private static long Number(SqliteConnection connection, string sql) =>
        long.Parse(Texts(connection, sql).Single(), CultureInfo.InvariantCulture);

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }
}
