using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

public class IdGeneratorTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Ids_increase_while_the_clock_stands_still()
    {
        var ids = new IdGenerator(new SetClock(Start));
        ShouldIncrease(Enumerable.Range(0, 10_000).Select(_ => ids.Next()));
    }

    [Fact]
    public void Ids_increase_whichever_way_the_clock_goes()
    {
        // In ticks, forwards and backwards, also by less than a millisecond and by days.
        var steps = Gen.OneOf(Gen.Choose(-3, 3), Gen.Choose(-20_000, 20_000), Gen.Choose(int.MinValue, int.MaxValue)).ListOf();
        Prop.ForAll(steps.ToArbitrary(), moves =>
        {
            var clock = new SetClock(Start);
            var ids = new IdGenerator(clock);
            ShouldIncrease(moves.Select(ticks =>
            {
                clock.Now += TimeSpan.FromTicks(ticks);
                return ids.Next();
            }));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public async Task Ids_are_unique_over_many_threads_and_increase_in_each()
    {
        var ids = new IdGenerator(TimeProvider.System);
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Enumerable.Range(0, 20_000).Select(_ => ids.Next()).ToArray())));

        foreach (var thread in made) ShouldIncrease(thread);
        made.SelectMany(thread => thread).Select(id => id.Id).Distinct().Count().ShouldBe(160_000);
    }

    [Fact]
    public void An_id_is_a_UUID_of_version_7()
    {
        var ids = new IdGenerator(TimeProvider.System);
        for (var i = 0; i < 1000; i++)
        {
            var id = ids.Next().Id;
            id.Version.ShouldBe(7);
            (id.Variant & 0b1100).ShouldBe(0b1000);
            $"{id}".ShouldMatch("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        }
    }

    [Fact]
    public void Time_and_id_tell_the_same_millisecond()
    {
        var clock = new SetClock(Start);
        var ids = new IdGenerator(clock);
        for (var i = 0; i < 10_000; i++)
        {
            clock.Now += TimeSpan.FromTicks(i % 7);
            var made = ids.Next();
            made.Time.ToUnixTimeMilliseconds().ShouldBe(Convert.ToInt64($"{made.Id:N}"[..12], 16));
        }
    }

    [Fact]
    public void The_time_is_what_the_clock_says_to_the_microsecond()
    {
        var clock = new SetClock(Start);
        var ids = new IdGenerator(clock);
        for (var i = 0; i < 1000; i++)
        {
            clock.Now += TimeSpan.FromTicks(12_345);
            (ids.Next().Time - clock.Now).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMicroseconds(1));
        }
    }

    private static void ShouldIncrease(IEnumerable<NewId> made)
    {
        NewId? last = null;
        foreach (var id in made)
        {
            // As stored, the text decides the order.
            if (last is { } before)
            {
                string.CompareOrdinal($"{before.Id}", $"{id.Id}").ShouldBeLessThan(0);
                id.Time.ShouldBeGreaterThan(before.Time);
            }

            last = id;
        }
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
