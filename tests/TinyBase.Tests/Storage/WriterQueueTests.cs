using Shouldly;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

/// <summary>What happens to operations before and after the writer takes them.</summary>
public sealed class WriterQueueTests : IDisposable
{
    private const int Backlog = 8192;
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_write_that_is_cancelled_before_it_is_queued_is_never_run()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(_database.Insert("never", cancel: cancel.Token));
        await _database.Insert("next");
        _database.Texts.ShouldBe(["next"]);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_ends_at_once_and_is_never_run()
    {
        using var cancel = new CancellationTokenSource();
        using var held = _database.Hold();
        var first = _database.Insert("a");
        var cancelled = _database.Insert("never", cancel: cancel.Token);
        var last = _database.Insert("b");
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        await held.Settle([first, last]);
        _database.Texts.ShouldBe(["a", "b"]);
        _database.Counted.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_after_it_was_taken_is_committed_and_answered()
    {
        using var cancel = new CancellationTokenSource();
        var write = _database.Writer.Run(
            session =>
            {
                cancel.Cancel();
                return TestDatabase.Insert(session, "taken");
            },
            cancel: cancel.Token);

        (await write).ShouldBe("taken");
        _database.Texts.ShouldBe(["taken"]);
    }

    [Fact]
    public async Task A_full_backlog_refuses_at_once_and_keeps_what_it_took()
    {
        using var held = _database.Hold();
        var waiting = Enumerable.Range(0, Backlog).Select(i => _database.Insert($"{i}")).ToArray();
        var refused = _database.Insert("too many");

        refused.IsCompleted.ShouldBeTrue("the writer is still held");
        await Should.ThrowAsync<BusyException>(refused);
        await held.Settle(waiting);
        _database.Texts.Count.ShouldBe(Backlog);
        _database.Counted.ShouldBe(Backlog);
    }

    [Fact]
    public async Task Stopping_finishes_what_waits_and_refuses_what_comes_later()
    {
        var writer = _database.Writer;
        using var held = _database.Hold();
        var waiting = Enumerable.Range(0, 1000).Select(i => _database.Insert($"{i}")).ToArray();
        var stopping = Task.Run(_database.Close);
        // Until the stop has come through, writes are still let in.
        var late = new List<Task>();
        while (late.LastOrDefault() is not { IsFaulted: true })
        {
            var number = late.Count;
            late.Add(writer.Run(session => TestDatabase.Insert(session, $"late {number}")));
            await Task.Yield();
        }

        await Should.ThrowAsync<BusyException>(late[^1]);
        await held.Settle(waiting);
        await stopping;
        await Should.ThrowAsync<BusyException>(writer.Run(session => TestDatabase.Insert(session, "later")));
        waiting.ShouldAllBe(write => write.IsCompletedSuccessfully);
        _database.Texts.Count.ShouldBe(1000 + late.Count - 1);
    }

    [Fact]
    public async Task Stopping_leaves_one_file_without_a_log()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _database.Insert($"{i}", payload: 10_000)));
        _database.Close();

        var log = new FileInfo(_database.Path + "-wal");
        (log.Exists ? log.Length : 0).ShouldBe(0);
        _database.Texts.Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_write_that_runs_alone_shares_its_transaction_with_nobody()
    {
        using var held = _database.Hold();
        var first = _database.Insert("a");
        var alone = _database.Writer.Run(_ => Written.Keep(string.Join(',', _database.Texts)), alone: true);
        var next = _database.Insert("b");
        var last = _database.Writer.Run(_ => Written.Keep(string.Join(',', _database.Texts)), alone: true);
        await held.Settle([first, alone, next, last]);

        (await alone).ShouldBe("a", "another connection sees the neighbour before, so that one is committed");
        (await last).ShouldBe("a,b");
    }

    [Fact]
    public async Task Each_write_sees_what_the_writes_before_it_published()
    {
        var version = 0;
        using var held = _database.Hold();
        var seen = Enumerable.Range(0, 10)
            .Select(i => _database.Writer.Run(
                session =>
                {
                    TestDatabase.Insert(session, $"{i}");
                    return Written.Keep(version);
                },
                committed: _ => version++,
                alone: true))
            .ToArray();
        await held.Settle(seen);

        (await Task.WhenAll(seen)).ShouldBe(Enumerable.Range(0, 10));
    }

    [Fact]
    public async Task A_caller_goes_on_only_when_its_write_is_published()
    {
        var published = 0;
        var seen = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            await _database.Writer.Run(
                session => TestDatabase.Insert(session, $"{i}"), committed: _ => Interlocked.Increment(ref published));
            return Volatile.Read(ref published);
        })));

        seen.ShouldAllBe(count => count > 0);
        published.ShouldBe(200);
    }

    [Fact]
    public async Task An_acknowledged_write_is_seen_by_the_next_read()
    {
        for (var i = 0; i < 100; i++)
        {
            await _database.Insert($"{i}");
            using var lease = await _database.Database.Readers.Rent(TestContext.Current.CancellationToken);
            lease.Connection.CountNotes().ShouldBe(i + 1);
        }
    }
}
