using Shouldly;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

public sealed class ReaderPoolTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task What_one_connection_shows_of_a_commit_that_is_not_counted_yet_the_others_show_too()
    {
        using var pool = new ReaderPool(_database.Path, size: 2);
        using (await pool.Rent(TestContext.Current.CancellationToken))
        {
            // The other connection keeps its snapshot from here on.
            (await Count(pool)).ShouldBe(0);
        }

        pool.BeginCommit();
        await _database.Insert("shows, and is not counted in this pool yet");

        (await Count(pool)).ShouldBe(1);
        using (await pool.Rent(TestContext.Current.CancellationToken)) (await Count(pool)).ShouldBe(1);
    }

    [Fact]
    public async Task A_counted_commit_shows_on_connections_that_have_a_snapshot()
    {
        using var pool = new ReaderPool(_database.Path, size: 1);
        (await Count(pool)).ShouldBe(0);

        pool.BeginCommit();
        await _database.Insert("counted");
        pool.CountCommit();

        (await Count(pool)).ShouldBe(1);
    }

    private static async Task<long> Count(ReaderPool pool)
    {
        using var lease = await pool.Rent(TestContext.Current.CancellationToken);
        return lease.Connection.CountNotes();
    }
}
