using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using Shouldly;
using SQLitePCL;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

public class WriterProperties
{
    public enum Kind
    {
        Insert,
        Duplicate,
        Refuse,
        Throw,
        TooLarge,
        BreakCommit,
    }

    [Fact]
    public void Each_caller_is_told_the_truth_whatever_its_neighbours_do()
    {
        // Mostly writes that succeed, as in life, and at times several of the worst in one group.
        var kinds = Gen.Frequency(
            (8, Gen.Constant(Kind.Insert)), (2, Gen.Constant(Kind.Duplicate)), (2, Gen.Constant(Kind.Refuse)),
            (2, Gen.Constant(Kind.Throw)), (1, Gen.Constant(Kind.TooLarge)), (1, Gen.Constant(Kind.BreakCommit)));
        Prop.ForAll(kinds.ListOf().ToArbitrary(), group => Check([.. group]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static async Task Check(Kind[] group)
    {
        using var database = new TestDatabase();
        var published = new List<string>();
        Task<string>[] writes;
        using (var held = database.HoldWithPagesLeft(40))
        {
            writes = [.. group.Select((kind, i) => database.Writer.Run(session => Apply(session, kind, i), published.Add))];
            await held.Settle(writes);
        }

        var kept = new List<string>();
        for (var i = 0; i < group.Length; i++)
        {
            if (writes[i].IsCompletedSuccessfully && group[i] != Kind.Refuse) kept.Add(await writes[i]);
            if (group[i] == Kind.Refuse && writes[i].IsCompletedSuccessfully) (await writes[i]).ShouldBe("refused");
            if (group[i] == Kind.Throw) writes[i].IsFaulted.ShouldBeTrue();
            if (group[i] == Kind.Duplicate && ErrorOf(writes[i]) is { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE }) kept.ShouldContain("same");
            if (group[i] is Kind.TooLarge or Kind.BreakCommit) writes[i].IsFaulted.ShouldBeTrue();
        }

        database.Texts.ShouldBe(kept, "what was acknowledged is there once and in order, and nothing else");
        published.ShouldBe(kept);
        database.Counted.ShouldBe(kept.Count);
        if (!group.Any(kind => kind is Kind.TooLarge or Kind.BreakCommit))
        {
            kept.Count.ShouldBe(group.Count(kind => kind == Kind.Insert) + (group.Contains(Kind.Duplicate) ? 1 : 0));
        }
    }

    private static SqliteException? ErrorOf(Task write) => write.Exception?.InnerException as SqliteException;

    private static Written<string> Apply(WriteSession session, Kind kind, int number)
    {
        switch (kind)
        {
            case Kind.Duplicate:
                return TestDatabase.Insert(session, "same");
            case Kind.Refuse:
                TestDatabase.Insert(session, $"refused {number}");
                return Written.Undo("refused");
            case Kind.Throw:
                TestDatabase.Insert(session, $"thrown {number}");
                throw new FormatException("a mistake in the code");
            case Kind.TooLarge:
                return TestDatabase.Insert(session, $"large {number}", payload: 1 << 20);
            case Kind.BreakCommit:
                return TestDatabase.InsertOrphan(session, "same");
            default:
                return TestDatabase.Insert(session, $"{number}");
        }
    }
}
