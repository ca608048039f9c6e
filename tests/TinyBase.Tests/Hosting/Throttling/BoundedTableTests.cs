using Shouldly;

using TinyBase.Hosting.Throttling;

using Xunit;

namespace TinyBase.Tests.Hosting.Throttling;

public sealed class BoundedTableTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Keys_beyond_the_capacity_share_entries_and_all_others_keep_theirs()
    {
        var table = new BoundedTable<int, Entry>(capacity: 10, shared: 2, key => (uint)key);
        var own = Enumerable.Range(0, 10).Select(key => table.FindOrAdd(key, Second)).ToList();

        var late = Enumerable.Range(10, 1000).Select(key => table.FindOrAdd(key, Second)).ToList();

        table.Count.ShouldBe(10);
        late.Distinct().Count().ShouldBe(2);
        late.Intersect(own).ShouldBeEmpty();
        own.ShouldBe(Enumerable.Range(0, 10).Select(table.Find).OfType<Entry>());
        table.Find(10).ShouldBeSameAs(late[0]);
        table.Find(12).ShouldBeSameAs(late[0]);
        table.Find(11).ShouldBeSameAs(late[1]);
    }

    [Fact]
    public void What_has_expired_makes_room_but_is_not_looked_for_at_each_request()
    {
        var table = new BoundedTable<int, Entry>(capacity: 10, shared: 1, key => (uint)key);
        for (var key = 0; key < 10; key++) table.FindOrAdd(key, Second);
        var lasting = table.FindOrAdd(3, Second);
        lasting.Expires = 1000 * Second;
        var shared = table.FindOrAdd(100, 2 * Second);

        // The look at 2 s found nothing, and the next is a second later.
        table.FindOrAdd(101, 2.9 * Second).ShouldBeSameAs(shared);
        table.FindOrAdd(102, 10 * Second).ShouldNotBeSameAs(shared);

        table.Count.ShouldBe(2);
        table.Find(3).ShouldBeSameAs(lasting);
        table.Find(100).ShouldBeNull();
    }

    [Fact]
    public void A_table_that_grows_forgets_what_has_expired_before_it_is_full()
    {
        var table = new BoundedTable<int, Entry>(capacity: 1_000_000, shared: 1, key => (uint)key);

        for (var key = 0; key < 100_000; key++) table.FindOrAdd(key, 10 * Second);

        table.Count.ShouldBeLessThanOrEqualTo(1024);
    }

    private sealed class Entry : IExpiring
    {
        public TimeSpan Expires { get; set; } = 5 * Second;

        public bool IsExpired(TimeSpan now) => now >= Expires;
    }
}
