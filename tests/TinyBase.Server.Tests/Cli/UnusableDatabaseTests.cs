using System.Runtime.Versioning;

using Microsoft.Data.Sqlite;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class UnusableDatabaseTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_untouched()
    {
        await CliProcess.Initialize(_folder.Path);
        Execute("PRAGMA user_version=999");

        await ShouldRefuse("has version 999", "Update TinyBase.");
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_untouched()
    {
        await File.WriteAllTextAsync(_folder.Settings, "");
        Execute("CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('Blue')");

        await ShouldRefuse("is a database of another program", "Set another db_url.");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_untouched()
    {
        await File.WriteAllTextAsync(_folder.Settings, "");
        await File.WriteAllTextAsync(_folder.Database, new string('x', 5000));

        await ShouldRefuse("cannot be opened", "not a database");
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_told()
    {
        await CliProcess.Initialize(_folder.Path);
        File.Delete(_folder.Database + ".key");
        Directory.CreateDirectory(_folder.Database + ".key");

        var result = await CliProcess.Run(_folder.Path, "serve", "--port", "0");

        result.ExitCode.ShouldBe(3);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"Error: The key that signs tokens, {_folder.Database}.key, cannot be read or made: ");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_cannot_be_written_to_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "The superuser can write everywhere.");
        await File.WriteAllTextAsync(_folder.Settings, "");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var result = await CliProcess.Run(_folder.Path, "serve", "--port", "0");

            result.ExitCode.ShouldBe(3);
            result.ErrorLines.ShouldHaveSingleItem().ShouldContain("cannot be opened");
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>By the server and by the commands, each in one line that holds some texts.</summary>
    private async Task ShouldRefuse(params string[] texts)
    {
        var before = await File.ReadAllBytesAsync(_folder.Database);

        var serve = await CliProcess.Run(_folder.Path, "serve", "--port", "0");
        var add = await CliProcess.Run(_folder.Path, "admin", "add", "a@example.com", "a long one");

        serve.ExitCode.ShouldBe(3);
        add.ExitCode.ShouldBe(1);
        foreach (var result in (CliResult[])[serve, add])
        {
            var line = result.ErrorLines.ShouldHaveSingleItem();
            line.ShouldStartWith($"Error: {_folder.Database} ");
            foreach (var text in texts) line.ShouldContain(text);
        }

        (await File.ReadAllBytesAsync(_folder.Database)).ShouldBe(before);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
