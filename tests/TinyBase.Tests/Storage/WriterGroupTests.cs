using Microsoft.Data.Sqlite;
using Shouldly;
using SQLitePCL;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

/// <summary>What a group does for its operations when one of them fails.</summary>
public sealed class WriterGroupTests : IDisposable
{
    private const int TooLarge = 1 << 20;
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Writes_that_wait_together_are_committed_together()
    {
        var commits = 0;
        using var held = _database.Hold(connection => raw.sqlite3_commit_hook(
            connection.Handle,
            _ =>
            {
                commits++;
                return 0;
            },
            null));
        var writes = Enumerable.Range(0, 100).Select(i => _database.Insert($"{i}")).ToArray();
        await held.Settle(writes);

        commits.ShouldBe(2, "one for the write that held the writer, one for all that waited behind it");
        _database.Texts.ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
        _database.Counted.ShouldBe(100);
    }

    [Fact]
    public async Task A_full_disk_fails_the_write_that_does_not_fit_and_keeps_its_neighbours_once()
    {
        using var held = _database.HoldWithPagesLeft(20);
        var before = new[] { _database.Insert("a"), _database.Insert("b") };
        var tooLarge = _database.Insert("large", TooLarge);
        var after = new[] { _database.Insert("c"), _database.Insert("d") };
        await held.Settle([.. before, tooLarge, .. after]);

        (await Should.ThrowAsync<SqliteException>(tooLarge)).SqliteErrorCode.ShouldBe(raw.SQLITE_FULL);
        (await Task.WhenAll([.. before, .. after])).ShouldBe(["a", "b", "c", "d"]);
        _database.Texts.ShouldBe(["a", "b", "c", "d"]);
        _database.Counted.ShouldBe(4);
    }

    [Fact]
    public async Task A_disk_that_stays_full_fails_all_that_was_to_be_committed_and_keeps_nothing_of_it()
    {
        using var held = _database.HoldWithPagesLeft(20);
        Task<string>[] writes = [_database.Insert("a"), _database.Insert("large", TooLarge), _database.Insert("b", TooLarge), _database.Insert("c")];
        await held.Settle(writes);

        foreach (var write in writes) (await Should.ThrowAsync<SqliteException>(write)).SqliteErrorCode.ShouldBe(raw.SQLITE_FULL);
        _database.Texts.ShouldBeEmpty();
        _database.Counted.ShouldBe(0);
    }

    [Fact]
    public async Task The_writer_goes_on_after_a_full_disk()
    {
        using (var held = _database.HoldWithPagesLeft(20)) await held.Settle([_database.Insert("large", TooLarge)]);
        (await _database.Insert("small")).ShouldBe("small");

        _database.Texts.ShouldBe(["small"]);
        _database.Counted.ShouldBe(1);
    }

    [Fact]
    public async Task A_unique_violation_fails_one_write_and_keeps_its_neighbours()
    {
        using var held = _database.Hold();
        var first = _database.Insert("same");
        var second = _database.Insert("same");
        var third = _database.Insert("other");
        await held.Settle([first, second, third]);

        (await Should.ThrowAsync<SqliteException>(second)).SqliteErrorCode.ShouldBe(raw.SQLITE_CONSTRAINT);
        (await first).ShouldBe("same");
        (await third).ShouldBe("other");
        _database.Texts.ShouldBe(["same", "other"]);
        _database.Counted.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_throws_fails_alone_and_leaves_nothing_behind()
    {
        using var held = _database.Hold();
        var first = _database.Insert("a");
        var broken = _database.Writer.Run<string>(session =>
        {
            TestDatabase.Insert(session, "half");
            throw new FormatException("a mistake in the code");
        });
        var last = _database.Insert("b");
        await held.Settle([first, broken, last]);

        (await Should.ThrowAsync<FormatException>(broken)).Message.ShouldBe("a mistake in the code");
        _database.Texts.ShouldBe(["a", "b"]);
        _database.Counted.ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_is_undone_and_its_neighbours_are_kept()
    {
        var published = new List<string>();
        using var held = _database.Hold();
        var first = _database.Insert("a");
        var refused = _database.Writer.Run(
            session =>
            {
                TestDatabase.Insert(session, "refused");
                return Written.Undo("no");
            },
            committed: published.Add);
        var last = _database.Insert("b");
        await held.Settle([first, refused, last]);

        (await refused).ShouldBe("no");
        published.ShouldBeEmpty("what is not kept is not published");
        _database.Texts.ShouldBe(["a", "b"]);
        _database.Counted.ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_is_answered_only_when_what_it_rests_on_is_committed()
    {
        using var held = _database.Hold();
        var taken = _database.Insert("name");
        var refused = _database.Writer.Run(session => Written.Undo(
            session.Connection.Prepare("SELECT 1 FROM note WHERE text = 'name'").Exists() ? "taken" : "free"));
        var seen = refused.ContinueWith(_ => string.Join(',', _database.Texts), TaskScheduler.Default);
        await held.Settle([taken, refused]);

        (await refused).ShouldBe("taken");
        (await seen).ShouldBe("name");
    }

    [Fact]
    public async Task A_refusal_that_rests_on_a_neighbour_that_was_undone_is_made_again()
    {
        using var held = _database.Hold();
        var undone = _database.Writer.Run(session => TestDatabase.InsertOrphan(session, "name"));
        var second = _database.Writer.Run(session =>
            session.Connection.Prepare("SELECT 1 FROM note WHERE text = 'name'").Exists()
                ? Written.Undo("taken")
                : TestDatabase.Insert(session, "name"));
        await held.Settle([undone, second]);

        (await Should.ThrowAsync<SqliteException>(undone)).SqliteErrorCode.ShouldBe(raw.SQLITE_CONSTRAINT);
        (await second).ShouldBe("name", "the write that had the name was undone");
        _database.Texts.ShouldBe(["name"]);
        _database.Counted.ShouldBe(1);
    }

    [Fact]
    public async Task An_error_that_rests_on_a_neighbour_that_was_undone_is_not_reported()
    {
        using var held = _database.Hold();
        var undone = _database.Writer.Run(session => TestDatabase.InsertOrphan(session, "name"));
        var second = _database.Insert("name");
        await held.Settle([undone, second]);

        (await Should.ThrowAsync<SqliteException>(undone)).SqliteErrorCode.ShouldBe(raw.SQLITE_CONSTRAINT);
        (await second).ShouldBe("name", "the write that had the name was undone");
        _database.Texts.ShouldBe(["name"]);
        _database.Counted.ShouldBe(1);
    }

    [Fact]
    public async Task A_commit_that_fails_keeps_the_writes_that_are_not_to_blame()
    {
        using var held = _database.Hold();
        var first = _database.Insert("a");
        var orphan = _database.Writer.Run(session => TestDatabase.InsertOrphan(session, "orphan"));
        var last = _database.Insert("b");
        await held.Settle([first, orphan, last]);

        (await Should.ThrowAsync<SqliteException>(orphan)).SqliteErrorCode.ShouldBe(raw.SQLITE_CONSTRAINT);
        (await Task.WhenAll(first, last)).ShouldBe(["a", "b"]);
        _database.Texts.ShouldBe(["a", "b"]);
        _database.Counted.ShouldBe(2);
    }

    [Fact]
    public async Task A_commit_that_no_write_survives_fails_them_all_and_publishes_nothing()
    {
        var published = new List<string>();
        var mayCommit = true;
        using var held = _database.Hold(connection => raw.sqlite3_commit_hook(connection.Handle, _ => mayCommit ? 0 : 1, null));
        var writes = Enumerable.Range(0, 2)
            .Select(i => _database.Writer.Run(
                session =>
                {
                    mayCommit = false;
                    return TestDatabase.Insert(session, $"{i}");
                },
                published.Add))
            .ToArray();
        await held.Settle(writes);

        foreach (var write in writes) await Should.ThrowAsync<SqliteException>(write);
        published.ShouldBeEmpty();
        _database.Texts.ShouldBeEmpty();
        _database.Counted.ShouldBe(0);
    }
}
