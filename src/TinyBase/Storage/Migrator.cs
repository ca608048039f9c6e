using System.Globalization;

using Dapper;

namespace TinyBase.Storage;

/// <summary>
/// Brings the system tables from one revision to another. Each step and its number are one transaction: an interrupted step
/// leaves the revision before it.
/// </summary>
internal sealed class Migrator(IReadOnlyList<Migration> migrations)
{
    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<Migration> Migrations => migrations;

    /// <summary>The revision that this program works with.</summary>
    public int Latest => migrations.Count;

    /// <summary>Looks at a database before anything is changed in it.</summary>
    /// <exception cref="DatabaseException">It is newer than this program, or not TinyBase's.</exception>
    public void Check(Connection connection, string path)
    {
        var version = Revision(connection);
        var application = Read(connection, "PRAGMA application_id");
        var tables = Read(connection, "SELECT count(*) FROM sqlite_master");
        if (application != SqliteDialect.ApplicationId && (tables > 0 || version > 0))
        {
            throw new DatabaseException($"{path} is a database of another program, so nothing was changed in it. Set another db_url.");
        }

        if (version > Latest)
        {
            throw new DatabaseException(
                $"{path} has version {version} and this program only knows {Latest}: it was used by a newer TinyBase. " +
                "Nothing was changed in it. Update TinyBase.");
        }
    }

    /// <summary>The revision that a database has; 0 before the first step.</summary>
    public static int Revision(Connection connection) => (int)Read(connection, "PRAGMA user_version");

    /// <summary>Writes it; within a transaction, that goes to the log even if it was the same.</summary>
    public static void WriteRevision(Connection connection, int version) =>
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={version}"));

    /// <summary>Applies the steps that are missing.</summary>
    /// <param name="version">The last one to apply; null for all.</param>
    public void Upgrade(Connection connection, int? version = null)
    {
        var current = Revision(connection);
        foreach (var migration in migrations.Take(version ?? Latest).Skip(current)) Apply(connection, Advance(connection, migration), migration.Version);
    }

    /// <summary>Takes the steps after a version back, newest first.</summary>
    public void Downgrade(Connection connection, int version)
    {
        foreach (var migration in StepsBack(connection, version))
        {
            Apply(connection, TakeBack(connection, migration), migration.Version - 1);
        }
    }

    /// <summary>What <see cref="Downgrade"/> would drop. It is tried out in a transaction that is taken back.</summary>
    public IReadOnlyList<DowngradeLoss> FindLosses(Connection connection, int version)
    {
        var before = Columns(connection);
        var rows = before.ToDictionary(table => table.Key, table => Read(connection, SqliteDialect.CountRows(table.Key)), StringComparer.Ordinal);
        connection.Execute(SqliteDialect.Begin);
        ILookup<string, string> after;
        Dictionary<string, long> left;
        try
        {
            foreach (var migration in StepsBack(connection, version)) connection.Execute(TakeBack(connection, migration));
            after = Columns(connection);
            left = rows.Keys.Where(after.Contains).ToDictionary(name => name, name => Read(connection, SqliteDialect.CountRows(name)), StringComparer.Ordinal);
        }
        finally
        {
            if (connection.InTransaction) connection.Execute(SqliteDialect.Rollback);
        }

        var losses = new List<DowngradeLoss>();
        foreach (var (name, count) in rows)
        {
            if (!left.TryGetValue(name, out var kept))
            {
                losses.Add(new DowngradeLoss(name, null, count));
                continue;
            }

            if (kept < count) losses.Add(new DowngradeLoss(name, null, count - kept) { IsOfRows = true });
            // The key is made from the id, which stays.
            losses.AddRange(before[name].Except(after[name]).Where(column => column != SqliteDialect.KeyColumn).Select(column => new DowngradeLoss(name, column, kept)));
        }

        return losses;
    }

    private IEnumerable<Migration> StepsBack(Connection connection, int version) =>
        migrations.Take(Revision(connection)).Skip(version).Reverse();

    private static string Advance(Connection connection, Migration migration) => migration.Up + ForTables(connection, migration.TableUp);

    /// <summary>The statements that take a step back. The first one takes the tables of all collections with it.</summary>
    private static string TakeBack(Connection connection, Migration migration) =>
        ForTables(connection, migration.Version == 1 ? table => SqliteDialect.DropTable(table.Name) + ";\n" : migration.TableDown) + migration.Down;

    private static string ForTables(Connection connection, Func<RecordTable, string>? statements) =>
        statements is null || Read(connection, SqliteDialect.HasCollections) == 0
            ? string.Empty
            : string.Concat(connection.Ado.Query<string>(SqliteDialect.CollectionTables).Select(name => statements(Describe(connection, name))));

    private static RecordTable Describe(Connection connection, string name) => new(
        name,
        connection.Ado.QuerySingle<string>(SqliteDialect.TableDefinition, new { name }),
        connection.Ado.Query<string>(SqliteDialect.TableColumns, new { name }).AsList(),
        connection.Ado.Query<string>(SqliteDialect.IndexDefinitions, new { name }).AsList());

    private static ILookup<string, string> Columns(Connection connection) => connection.Ado
        .Query<(string Table, string Column)>(SqliteDialect.AllColumns)
        .ToLookup(row => row.Table, row => row.Column, StringComparer.Ordinal);

    private static void Apply(Connection connection, string sql, int version)
    {
        connection.Execute(SqliteDialect.Begin);
        try
        {
            connection.Execute(sql);
            WriteRevision(connection, version);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={SqliteDialect.ApplicationId}"));
            connection.Execute(SqliteDialect.Commit);
        }
        catch
        {
            if (connection.InTransaction) connection.Execute(SqliteDialect.Rollback);
            throw;
        }
    }

    private static long Read(Connection connection, string sql)
    {
        using var statement = new Statement(connection.Handle, sql);
        return statement.Step() ? statement.Integer(0) : 0;
    }
}
