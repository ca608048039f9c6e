using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Shouldly;
using TinyBase.Storage;
using TinyBase.Tests.Hosting.Throttling;
using Xunit;

namespace TinyBase.Tests.Storage;

/// <summary>How long an operation waits for the writer, and who hears of it.</summary>
public sealed class WriteWaitTests : IDisposable
{
    private readonly SetClock _clock = new();
    private readonly Lines _log = new();
    private readonly TestDatabase _database;

    public WriteWaitTests() => _database = new TestDatabase(_clock, _log);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_write_that_waits_for_too_long_is_refused_with_the_reason_and_never_run()
    {
        using var change = new LongChange(_database.Writer);
        var write = _database.Insert("never");
        _clock.Advance(Writer.MaxWait + TimeSpan.FromSeconds(1));

        var refused = await Should.ThrowAsync<BusyException>(write);

        refused.Message.ShouldBe("The write waited 30 seconds and was not begun: a collection is being changed. Try again later.");
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));
        change.End();
        await change.Outcome;
        await _database.Insert("next");
        _database.Texts.ShouldBe(["next"]);
        _database.Counted.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_that_the_writer_has_taken_runs_to_its_end_however_long_it_takes()
    {
        using var change = new LongChange(_database.Writer);
        _clock.Advance(TimeSpan.FromHours(1));
        var write = _database.Insert("next");
        change.End();

        (await change.Outcome).ShouldBeTrue();
        await write;
        _database.Texts.ShouldBe(["next"]);
    }

    [Fact]
    public async Task Refused_writes_leave_room_for_others()
    {
        using var change = new LongChange(_database.Writer);
        var old = Enumerable.Range(0, 8192).Select(i => _database.Insert($"{i}")).ToArray();
        _clock.Advance(Writer.MaxWait + TimeSpan.FromSeconds(1));
        foreach (var write in old) await Should.ThrowAsync<BusyException>(write);

        var late = _database.Insert("late");
        change.End();

        await late;
        _database.Texts.ShouldBe(["late"]);
    }

    [Fact]
    public async Task Long_waits_are_told_once_with_their_number_and_their_cause()
    {
        using var change = new LongChange(_database.Writer);
        var overdue = _database.Insert("never");
        _clock.Advance(Writer.MaxWait + TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<BusyException>(overdue);
        var late = Enumerable.Range(0, 600).Select(i => _database.Insert($"{i}")).ToArray();
        _clock.Advance(2.5);
        change.End();
        await Task.WhenAll(late);
        await _database.Insert("quick");
        _database.Close();

        _log.Warnings.ShouldBe(["600 writes waited longer than a second, up to 2.5 s, and 1 were refused unbegun: a collection is being changed"]);
    }

    /// <summary>An operation that runs alone for as long as a test wants.</summary>
    private sealed class LongChange : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();

        public LongChange(Writer writer)
        {
            using var taken = new ManualResetEventSlim();
            Outcome = writer.Run(
                _ =>
                {
                    taken.Set();
                    _end.Wait();
                    return Written.Keep(true);
                },
                alone: true,
                purpose: "a collection is being changed");
            taken.Wait();
        }

        public Task<bool> Outcome { get; }

        public void End() => _end.Set();

        public void Dispose()
        {
            End();
            Outcome.GetAwaiter().GetResult();
            _end.Dispose();
        }
    }

    private sealed class Lines : ILogger<Database>
    {
        private readonly ConcurrentQueue<string> _warnings = new();

        public IReadOnlyCollection<string> Warnings => _warnings;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning) _warnings.Enqueue(formatter(state, exception));
        }
    }
}
