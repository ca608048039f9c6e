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

    [Fact]
    public async Task Long_reads_have_half_of_the_connections()
    {
        using var pool = new ReaderPool(_database.Path, size: 4);
        var cancel = TestContext.Current.CancellationToken;
        var first = await pool.TakeLongPlace(cancel);
        using var second = await pool.TakeLongPlace(cancel);
        var third = pool.TakeLongPlace(cancel);
        using var given = new CancellationTokenSource();
        var fourth = pool.TakeLongPlace(given.Token);
        third.IsCompleted.ShouldBeFalse();

        (await Count(pool)).ShouldBe(0);
        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(fourth);
        first.Dispose();

        (await third.WaitAsync(TimeSpan.FromSeconds(30), cancel)).Dispose();
    }

    [Fact]
    public async Task So_many_wait_for_a_place_and_no_more()
    {
        using var pool = new ReaderPool(_database.Path, size: 2);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var place = await pool.TakeLongPlace(given.Token);
        var waiting = Enumerable.Range(0, ReaderPool.MaxWaitingForPlaces).Select(_ => pool.TakeLongPlace(given.Token)).ToArray();

        await Should.ThrowAsync<BusyException>(pool.TakeLongPlace(given.Token));

        await given.CancelAsync();
        foreach (var task in waiting) await Should.ThrowAsync<OperationCanceledException>(task);
    }

    private static async Task<long> Count(ReaderPool pool)
    {
        using var lease = await pool.Rent(TestContext.Current.CancellationToken);
        return lease.Connection.CountNotes();
    }
}
