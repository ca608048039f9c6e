using Shouldly;
using SQLitePCL;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

/// <summary>Which prepared statements a connection keeps.</summary>
public sealed class StatementCacheTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Odd_statements_do_not_drive_out_one_that_is_used_all_the_time()
    {
        using var connection = Connection.Open(_folder.File("data.db"), readOnly: false);
        var usual = connection.Prepare("SELECT 'usual'");
        var rare = connection.Prepare("SELECT 'rare'");

        for (var i = 0; i < 1000; i++)
        {
            connection.Prepare($"SELECT {i}").Run();
            connection.Prepare("SELECT 'usual'").ShouldBeSameAs(usual);
        }

        connection.Prepare("SELECT 'rare'").ShouldNotBeSameAs(rare);
        usual.Step().ShouldBeTrue();
        usual.Text(0).ShouldBe("usual");
        usual.Reset();
    }

    [Fact]
    public void A_statement_is_not_compiled_anew_for_another_limit()
    {
        const int timesCompiledAnew = 5;
        using var connection = Connection.Open(_folder.File("data.db"), readOnly: false);
        connection.Execute("CREATE TABLE note (text TEXT)");
        raw.sqlite3_prepare_v2(connection.Handle, "SELECT text FROM note ORDER BY rowid LIMIT ?1", out var list).ShouldBe(raw.SQLITE_OK);
        using var ended = list;

        for (var limit = 1; limit <= 10; limit++)
        {
            raw.sqlite3_bind_int(list, 1, limit).ShouldBe(raw.SQLITE_OK);
            raw.sqlite3_step(list).ShouldBe(raw.SQLITE_DONE);
            raw.sqlite3_reset(list).ShouldBe(raw.SQLITE_OK);
        }

        raw.sqlite3_stmt_status(list, timesCompiledAnew, 0).ShouldBe(0);
    }
}
