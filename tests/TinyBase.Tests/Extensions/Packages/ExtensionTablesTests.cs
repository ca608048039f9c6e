using System.Data.Common;

using Microsoft.Extensions.Logging.Abstractions;

using Shouldly;

using TinyBase.Extensions.Packages.Store;
using TinyBase.Storage;

using Xunit;

namespace TinyBase.Tests.Extensions.Packages;

/// <summary>An extension reads and writes its own tables, and no others.</summary>
public sealed class ExtensionTablesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tinybase-tables-");
    private readonly Database _database;

    public ExtensionTablesTests()
    {
        _database = Database.Open(
            Path.Join(_folder.FullName, "data.db"), new IdGenerator(TimeProvider.System), TimeProvider.System, NullLogger<Database>.Instance);
        Tables = new ExtensionTables(_database, TableGuard.PrefixOf("my-shop"));
    }

    private ExtensionTables Tables { get; }

    public async ValueTask InitializeAsync() => await _database.Writer.Run(session =>
    {
        session.Connection.Execute("CREATE TABLE ext_my_shop_item (name TEXT PRIMARY KEY, price REAL, sold INTEGER, at TEXT) STRICT");
        session.Connection.Execute("CREATE TABLE ext_other_item (name TEXT) STRICT");
        return Written.Keep(true);
    });

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Values_are_parameters_and_come_back_as_what_they_were()
    {
        const string name = "'); DROP TABLE ext_my_shop_item; --";
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        (await Tables.ExecuteAsync($"INSERT INTO ext_my_shop_item VALUES ({name}, {1.5}, {true}, {at})", CancellationToken.None)).ShouldBe(1);
        (await Tables.ExecuteAsync($"INSERT INTO ext_my_shop_item VALUES ({"empty"}, {null}, {null}, {null})", CancellationToken.None)).ShouldBe(1);

        var row = (await Tables.QueryAsync($"SELECT * FROM ext_my_shop_item WHERE name = {name}", CancellationToken.None)).ShouldHaveSingleItem();
        (row.Get<string>("name"), row.Get<double>("price"), row.Get<decimal>("price"), row.Get<bool>("sold")).ShouldBe((name, 1.5, 1.5m, true));
        row.Get<DateTimeOffset>("at").ShouldBe(at);
        row["at"].ShouldBe("2026-01-02T01:04:05.000000Z");

        var empty = (await Tables.QueryAsync($"SELECT * FROM ext_my_shop_item WHERE price IS NULL", CancellationToken.None)).ShouldHaveSingleItem();
        empty.Get<double?>("price").ShouldBeNull();
        Should.Throw<InvalidCastException>(() => empty.Get<double>("price")).Message.ShouldBe("The column 'price' is null.");
        Should.Throw<InvalidCastException>(() => empty.Get<Guid>("name")).Message.ShouldBe("The column 'name' cannot be read as Guid.");
        Should.Throw<ArgumentException>(() => empty["missing"]).Message.ShouldStartWith("There is no column 'missing'; there are name, price, sold, at.");
    }

    [Fact]
    public async Task Statements_given_together_are_done_together_or_not_at_all()
    {
        (await Tables.ExecuteAsync([$"INSERT INTO ext_my_shop_item (name) VALUES ('a')", $"UPDATE ext_my_shop_item SET price = 2"], CancellationToken.None)).ShouldBe(2);
        await Should.ThrowAsync<DbException>(
            () => Tables.ExecuteAsync([$"INSERT INTO ext_my_shop_item (name) VALUES ('b')", $"INSERT INTO ext_my_shop_item (name) VALUES ('a')"], CancellationToken.None));
        (await Count()).ShouldBe(1);
    }

    [Theory]
    [InlineData("DELETE FROM _user")]
    [InlineData("INSERT INTO ext_other_item VALUES ('a')")]
    [InlineData("INSERT INTO ext_my_shop_item (name) SELECT email FROM _user")]
    [InlineData("CREATE TABLE more (name TEXT)")]
    [InlineData("PRAGMA writable_schema = 1")]
    [InlineData("ATTACH DATABASE 'x.db' AS x")]
    [InlineData("COMMIT")]
    [InlineData("INSERT INTO ext_my_shop_item (name) VALUES ('a'); DELETE FROM _user")]
    public async Task Nothing_else_can_be_changed(string sql)
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Tables.ExecuteAsync(System.Runtime.CompilerServices.FormattableStringFactory.Create(sql), CancellationToken.None));
        (await Count()).ShouldBe(0);
    }

    [Theory]
    [InlineData("SELECT * FROM _user")]
    [InlineData("SELECT * FROM ext_my_shop_item, ext_other_item")]
    [InlineData("SELECT (SELECT count(*) FROM _user) AS users")]
    [InlineData("SELECT name FROM pragma_table_info('_user')")]
    public async Task Nothing_else_can_be_read(string sql) =>
        await Should.ThrowAsync<InvalidOperationException>(() => Tables.QueryAsync(System.Runtime.CompilerServices.FormattableStringFactory.Create(sql), CancellationToken.None));

    [Fact]
    public async Task A_query_writes_nothing_and_has_bounds()
    {
        await Should.ThrowAsync<DbException>(() => Tables.QueryAsync($"INSERT INTO ext_my_shop_item (name) VALUES ('a')", CancellationToken.None));
        await Should.ThrowAsync<DbException>(() => Tables.QueryAsync($"SELECT nonsense", CancellationToken.None));
        FormattableString many = $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10001) SELECT i FROM n";
        (await Should.ThrowAsync<InvalidOperationException>(() => Tables.QueryAsync(many, CancellationToken.None))).Message.ShouldContain("Give it a LIMIT");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        FormattableString endless = $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
        await Should.ThrowAsync<OperationCanceledException>(() => Tables.QueryAsync(endless, cancel.Token));
        (await Tables.QueryAsync($"SELECT 1 AS one", CancellationToken.None)).ShouldHaveSingleItem().Get<int>("one").ShouldBe(1);
    }

    private async Task<long> Count() => (await Tables.QueryAsync($"SELECT count(*) AS count FROM ext_my_shop_item", CancellationToken.None)).Single().Get<long>("count");
}
