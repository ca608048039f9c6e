using Microsoft.Data.Sqlite;

using Shouldly;

using TinyBase.Storage;

using Xunit;

namespace TinyBase.Tests.Storage;

/// <summary>Opening what a kill or a person left behind.</summary>
public sealed class DatabaseFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_transaction_that_a_kill_left_half_done_in_a_rollback_journal_is_taken_back()
    {
        // As it is in the middle of the first transaction of all, before the file has a write-ahead log.
        var path = _folder.File("killed.db");
        using (var connection = new SqliteConnection($"Data Source={_folder.File("first.db")};Pooling=False"))
        {
            connection.Open();
            Run(connection, "PRAGMA cache_size = 1; BEGIN; CREATE TABLE half (text TEXT)");
            Run(connection, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO half SELECT hex(randomblob(200)) FROM n");
            File.Copy(_folder.File("first.db"), path);
            File.Copy(_folder.File("first.db-journal"), path + "-journal");
        }

        new FileInfo(path).Length.ShouldBeGreaterThan(0);

        using var file = DatabaseFile.Open(path);

        file.Connection.Any("SELECT 1 FROM sqlite_schema").ShouldBeFalse();
        File.Exists(path + "-journal").ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_may_not_be_written_is_refused_before_anything_is_put_beside_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "The superuser may write everything.");
        var path = _folder.File("read-only.db");
        DatabaseFile.Open(path).Dispose();
        File.SetAttributes(path, FileAttributes.ReadOnly);

        Should.Throw<DatabaseException>(() => DatabaseFile.Open(path)).Message.ShouldBe($"{path} cannot be opened: this user may not write it, or its disk is read-only.");

        File.Exists(path + "-shm").ShouldBeFalse();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
