using Shouldly;
using Xunit;

namespace TinyBase.Tests.Storage;

public sealed class CheckpointTests : IDisposable
{
    private const int Payload = 100_000;
    private const long Megabyte = 1 << 20;
    private readonly TestDatabase _database = new();
    private int _written;

    private long LogLength => new FileInfo(_database.Path + "-wal").Length;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task The_log_stays_bounded_under_writes_and_reads_that_never_pause()
    {
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntil(done.Token))).ToArray();
        var longest = 0L;
        for (var written = 0L; written < 150 * Megabyte; written += await WriteSome()) longest = Math.Max(longest, LogLength);
        await done.CancelAsync();
        await Task.WhenAll(readers);

        longest.ShouldBeGreaterThan(32 * Megabyte, "else nothing was tried");
        longest.ShouldBeLessThan(96 * Megabyte);
        _database.Counted.ShouldBe(_written);
    }

    [Fact]
    public async Task A_reader_that_holds_a_snapshot_delays_the_checkpoint_and_nothing_else()
    {
        using (var lease = await _database.Database.Readers.Rent(TestContext.Current.CancellationToken))
        {
            var seen = lease.Connection.CountNotes();
            for (var written = 0L; written < 120 * Megabyte; written += await WriteSome())
            {
            }

            LogLength.ShouldBeGreaterThan(100 * Megabyte, "the reader still needs it");
            lease.Connection.CountNotes().ShouldBe(seen);
        }

        // The next attempt comes when the log has grown by a quarter, and then it starts over.
        for (var written = 0L; written < 40 * Megabyte; written += await WriteSome())
        {
        }

        LogLength.ShouldBeLessThan(96 * Megabyte);
        _database.Counted.ShouldBe(_written);
    }

    [Fact]
    public async Task A_short_log_is_brought_in_when_the_writer_is_idle()
    {
        for (var written = 0L; written < 8 * Megabyte; written += await WriteSome())
        {
        }

        var log = LogLength;
        // An idle writer checkpoints, after which the next write starts the log over instead of making it longer.
        while (new FileInfo(_database.Path).Length < 8 * Megabyte) await Task.Delay(20, TestContext.Current.CancellationToken);
        await WriteSome();
        LogLength.ShouldBe(log);
    }

    private async Task<long> WriteSome()
    {
        var writes = Enumerable.Range(0, 8).Select(_ => _database.Insert($"{_written++}", Payload)).ToArray();
        await Task.WhenAll(writes);
        return writes.Length * Payload;
    }

    private async Task ReadUntil(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            using var lease = await _database.Database.Readers.Rent(CancellationToken.None);
            lease.Connection.CountNotes();
            await Task.Yield();
        }
    }
}
