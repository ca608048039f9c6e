using System.Globalization;
using Shouldly;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

public sealed class DatabaseLockTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Path => _folder.File("data.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_opening_is_refused_and_names_the_holder()
    {
        using var first = TestDatabase.Open(Path);

        var error = Should.Throw<DatabaseException>(() => TestDatabase.Open(Path));
        error.Message.ShouldContain(Path);
        error.Message.ShouldContain(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        error.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void A_link_to_the_database_is_no_way_around_the_lock()
    {
        using var first = TestDatabase.Open(Path);
        File.CreateSymbolicLink(_folder.File("link.db"), Path);

        Should.Throw<DatabaseException>(() => TestDatabase.Open(_folder.File("link.db"))).Message.ShouldContain("in use");
    }

    [Fact]
    public async Task A_refused_opening_leaves_the_holder_alone()
    {
        using var first = TestDatabase.Open(Path);
        Should.Throw<DatabaseException>(() => TestDatabase.Open(Path));

        (await first.Writer.Run(_ => Written.Keep("written"))).ShouldBe("written");
        Should.Throw<DatabaseException>(() => TestDatabase.Open(Path));
    }

    [Fact]
    public void Closing_lets_the_next_one_in()
    {
        TestDatabase.Open(Path).Dispose();

        Should.NotThrow(() => TestDatabase.Open(Path).Dispose());
    }

    [Fact]
    public void What_a_killed_process_left_does_not_keep_the_next_one_out()
    {
        File.WriteAllText(Path + ".lock", "");
        File.WriteAllText(Path + ".pid", "4000000");

        Should.NotThrow(() => TestDatabase.Open(Path).Dispose());
    }

    [Fact]
    public void A_holder_that_left_no_name_is_reported_as_another_process()
    {
        using var held = new FileStream(Path + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Should.Throw<DatabaseException>(() => TestDatabase.Open(Path)).Message.ShouldContain("another process");
    }

    [Fact]
    public void Databases_beside_each_other_do_not_disturb_each_other()
    {
        using var first = TestDatabase.Open(Path);

        Should.NotThrow(() => TestDatabase.Open(_folder.File("other.db")).Dispose());
    }
}
