using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using Shouldly;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

public sealed class MigratorTests : IDisposable
{
    private static readonly Migration First = new(1, "first", "CREATE TABLE one (x); INSERT INTO one VALUES (1);", "DROP TABLE one;");
    private static readonly Migration Second = new(2, "second", "CREATE TABLE two (x); CREATE TABLE three (x);", "DROP TABLE three; DROP TABLE two;");

    private readonly TestFolder _folder = new();

    private string Path => _folder.File("data.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_database_gets_the_latest_version()
    {
        using var connection = Open();
        new Migrator([First, Second]).Upgrade(connection);

        Version(connection).ShouldBe(2);
        Tables(connection).ShouldBe(["one", "three", "two"]);
    }

    [Fact]
    public void Only_the_missing_steps_are_applied()
    {
        using var connection = Open();
        new Migrator([First]).Upgrade(connection);
        new Migrator([First, Second]).Upgrade(connection);

        Version(connection).ShouldBe(2);
        connection.Ado.ExecuteScalar<long>("SELECT count(*) FROM one").ShouldBe(1);
    }

    [Fact]
    public void A_step_that_fails_half_way_leaves_the_version_before_it_and_none_of_its_tables()
    {
        var broken = Second with { Up = "CREATE TABLE two (x); DELETE FROM one; CREATE TABLE one (x);" };
        using (var connection = Open())
        {
            Should.Throw<SqliteException>(() => new Migrator([First, broken]).Upgrade(connection));
            connection.InTransaction.ShouldBeFalse();
        }

        using var again = Open();
        Version(again).ShouldBe(1);
        Tables(again).ShouldBe(["one"]);
        again.Ado.ExecuteScalar<long>("SELECT count(*) FROM one").ShouldBe(1);
        new Migrator([First, Second]).Upgrade(again);
        Version(again).ShouldBe(2);
    }

    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(1, new[] { "one" })]
    [InlineData(2, new[] { "one", "three", "two" })]
    public void A_downgrade_takes_the_later_steps_back(int version, string[] tables)
    {
        using var connection = Open();
        var migrator = new Migrator([First, Second]);
        migrator.Upgrade(connection);
        migrator.Downgrade(connection, version);

        Version(connection).ShouldBe(version);
        Tables(connection).ShouldBe(tables);
    }

    [Fact]
    public void An_upgrade_can_stop_at_a_revision()
    {
        using var connection = Open();
        new Migrator([First, Second]).Upgrade(connection, 1);

        Version(connection).ShouldBe(1);
        Tables(connection).ShouldBe(["one"]);
    }

    [Fact]
    public void A_step_back_that_fails_half_way_leaves_the_revision_before_it()
    {
        var broken = First with { Down = "DROP TABLE one; DROP TABLE nowhere;" };
        using var connection = Open();
        var migrator = new Migrator([broken, Second]);
        migrator.Upgrade(connection);

        Should.Throw<SqliteException>(() => migrator.Downgrade(connection, 0));

        Version(connection).ShouldBe(1);
        Tables(connection).ShouldBe(["one"]);
    }

    [Fact]
    public void Rows_that_a_downgrade_would_delete_are_found()
    {
        var third = new Migration(3, "third", "INSERT INTO two VALUES (1), (2), (3);", "DELETE FROM two WHERE x > 1;");
        using var connection = Open();
        var migrator = new Migrator([First, Second, third]);
        migrator.Upgrade(connection);

        migrator.FindLosses(connection, 2).ShouldBe([new DowngradeLoss("two", null, 2) { IsOfRows = true }]);
    }

    [Fact]
    public void What_a_downgrade_would_drop_is_found_without_dropping_it()
    {
        var third = new Migration(3, "third", "ALTER TABLE one ADD COLUMN y; INSERT INTO two VALUES (1);", "ALTER TABLE one DROP COLUMN y;");
        using var connection = Open();
        var migrator = new Migrator([First, Second, third]);
        migrator.Upgrade(connection);

        migrator.FindLosses(connection, 2).ShouldBe([new DowngradeLoss("one", "y", 1)]);
        migrator.FindLosses(connection, 1).ShouldBe([new("one", "y", 1), new("three", null, 0), new("two", null, 1)]);
        migrator.FindLosses(connection, 3).ShouldBeEmpty();

        Version(connection).ShouldBe(3);
        Tables(connection).ShouldBe(["one", "three", "two"]);
        connection.InTransaction.ShouldBeFalse();
    }

    [Fact]
    public void The_system_tables_can_be_taken_back_and_made_again()
    {
        using var connection = Open();
        var migrator = new Migrator(Migration.Embedded);
        migrator.Upgrade(connection);
        var tables = Tables(connection);
        migrator.Downgrade(connection, 0);
        Tables(connection).ShouldBeEmpty();
        migrator.Upgrade(connection);

        Tables(connection).ShouldBe(tables);
        Migration.Embedded.Select(migration => migration.Version).ShouldBe(Enumerable.Range(1, migrator.Latest));
    }

    [Fact]
    public void Users_stay_and_tokens_go_where_sessions_come()
    {
        using var connection = Open();
        var migrator = new Migrator(Migration.Embedded);
        new Migrator([Migration.Embedded[0]]).Upgrade(connection);
        connection.Execute(
            """
            INSERT INTO _user VALUES ('u', 'u@example.com', 'u@example.com', 'hash', 0, '', '');
            INSERT INTO _auth_token VALUES ('t', 'u', 'access', 'user', '', '');
            """);

        migrator.Upgrade(connection);

        connection.Ado.ExecuteScalar<long>("SELECT count(*) FROM _user").ShouldBe(1);
        connection.Ado.ExecuteScalar<long>("SELECT count(*) FROM _auth_token").ShouldBe(0);
    }

    [Fact]
    public void Rows_get_a_key_made_from_their_id_and_can_lose_it_again()
    {
        const string id = "019abcde-f012-7345-8678-9abcdef01234";
        using var connection = Open();
        new Migrator([.. Migration.Embedded.Take(2)]).Upgrade(connection);
        connection.Execute(
            $"""
            CREATE TABLE "things" (
              _id TEXT NOT NULL PRIMARY KEY,
              _owner TEXT,
              "a""b" TEXT) STRICT;
            ALTER TABLE things ADD COLUMN "late" TEXT DEFAULT 'x';
            CREATE UNIQUE INDEX "_unique_things.a" ON things ("a""b");
            CREATE INDEX "_owner_of_things" ON "things" (_owner, _id);
            INSERT INTO _collection VALUES ('c', 'things', '', '', '', 1, 0, '', '');
            INSERT INTO things VALUES ('{id}', 'o', 'text', 'y');
            """);
        var before = Schema(connection);

        new Migrator([.. Migration.Embedded.Take(3)]).Upgrade(connection);

        connection.Ado.QuerySingle<string>("SELECT printf('%x %s %s %s %s', _key, _id, _owner, \"a\"\"b\", late) FROM things")
            .ShouldBe($"19abcdef0127345 {id} o text y");
        RowKey.Of(System.Text.Encoding.ASCII.GetBytes(id)).ShouldBe(0x19abcdef0127345);
        Schema(connection).ShouldContain("ON \"things\" (_owner)");
        var migrator = new Migrator([.. Migration.Embedded.Take(3)]);
        migrator.FindLosses(connection, 2).ShouldBeEmpty();

        migrator.Downgrade(connection, 2);

        connection.Ado.QuerySingle<string>("SELECT printf('%s %s %s', _id, \"a\"\"b\", late) FROM things").ShouldBe($"{id} text y");
        Words(Schema(connection)).ShouldBe(Words(before));
    }

    [Fact]
    public void Each_step_can_be_taken_back_to_exactly_what_was_before()
    {
        using var connection = Open();
        var before = new List<string>();
        foreach (var migration in Migration.Embedded)
        {
            before.Add(Schema(connection));
            new Migrator([.. Migration.Embedded.Take(migration.Version)]).Upgrade(connection);
        }

        foreach (var migration in Migration.Embedded.Reverse())
        {
            new Migrator(Migration.Embedded).Downgrade(connection, migration.Version - 1);
            Schema(connection).ShouldBe(before[migration.Version - 1], migration.Name);
        }
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        TestDatabase.Open(Path).Dispose();
        using (var connection = Open()) connection.Execute("PRAGMA user_version=1000");
        var before = Hash();

        var error = Should.Throw<DatabaseException>(() => TestDatabase.Open(Path));
        error.Message.ShouldContain(Path);
        error.Message.ShouldContain("1000");
        Hash().ShouldBe(before);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        using (var connection = Open()) connection.Execute("CREATE TABLE theirs (x)");
        var before = Hash();

        Should.Throw<DatabaseException>(() => TestDatabase.Open(Path)).Message.ShouldContain("another program");
        Hash().ShouldBe(before);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(Path, string.Concat(Enumerable.Repeat("This is no database.\n", 1000)));
        var before = Hash();

        Should.Throw<DatabaseException>(() => TestDatabase.Open(Path)).Message.ShouldContain("not a database");
        Hash().ShouldBe(before);
    }

    [Fact]
    public void A_refused_database_can_be_opened_once_it_is_mended()
    {
        File.WriteAllText(Path, "no database, but long enough to be taken for one".PadRight(200));
        Should.Throw<DatabaseException>(() => TestDatabase.Open(Path));
        File.Delete(Path);

        Should.NotThrow(() => TestDatabase.Open(Path).Dispose());
    }

    [Fact]
    public void An_empty_file_becomes_a_database()
    {
        File.WriteAllBytes(Path, []);
        TestDatabase.Open(Path).Dispose();

        using var connection = Open();
        Version(connection).ShouldBe(Migration.Embedded.Count);
    }

    [Fact]
    public void The_engine_is_one_whose_concurrent_checkpoints_are_safe()
    {
        using var connection = Open();
        var version = System.Version.Parse(connection.Ado.ExecuteScalar<string>("SELECT sqlite_version()")!);
        version.ShouldBeGreaterThanOrEqualTo(new Version(3, 51, 3));
    }

    private static long Version(Connection connection) => connection.Ado.ExecuteScalar<long>("PRAGMA user_version");

    private static IEnumerable<string> Tables(Connection connection) =>
        connection.Ado.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");

    private static string Schema(Connection connection) => string.Join(
        '\n', connection.Ado.Query<string>("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY type, name"));

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n', ','], StringSplitOptions.RemoveEmptyEntries));

    private Connection Open()
    {
        SQLitePCL.Batteries_V2.Init();
        return Connection.Open(Path, readOnly: false);
    }

    private string Hash() => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path)));
}
