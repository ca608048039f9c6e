using System.Globalization;

namespace TinyBase.Storage;

/// <summary>
/// Brings the system tables to the version of this program. Each step and its version number are one transaction: an
/// interrupted step leaves the version before it.
/// </summary>
internal sealed class Migrator(IReadOnlyList<Migration> migrations)
{
    /// <summary>The version that this program works with.</summary>
    public int Latest => migrations.Count;

    /// <summary>Looks at a database before anything is changed in it.</summary>
    /// <exception cref="DatabaseException">It is newer than this program, or not TinyBase's.</exception>
    public void Check(Connection connection, string path)
    {
        var version = Read(connection, "PRAGMA user_version");
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

    /// <summary>Applies the steps that are missing.</summary>
    public void Upgrade(Connection connection)
    {
        var version = (int)Read(connection, "PRAGMA user_version");
        foreach (var migration in migrations.Skip(version)) Apply(connection, migration.Up, migration.Version);
    }

    /// <summary>Takes the steps after a version back, newest first.</summary>
    public void Downgrade(Connection connection, int version)
    {
        var current = (int)Read(connection, "PRAGMA user_version");
        foreach (var migration in migrations.Take(current).Skip(version).Reverse())
        {
            Apply(connection, migration.Down, migration.Version - 1);
        }
    }

    private static void Apply(Connection connection, string sql, int version)
    {
        connection.Execute(SqliteDialect.Begin);
        try
        {
            connection.Execute(sql);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={version}"));
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
