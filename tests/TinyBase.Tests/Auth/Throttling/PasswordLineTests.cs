using Shouldly;

using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting.Throttling;

using Xunit;

namespace TinyBase.Tests.Auth.Throttling;

public sealed class PasswordLineTests
{
    [Fact]
    public void Strangers_can_fill_their_line_but_not_that_of_the_known()
    {
        var line = new PasswordLine();

        Enumerable.Range(0, 100).Count(_ => line.TryAdd(() => { }, isKnown: false)).ShouldBe(PasswordLine.MaxStrangers);
        Enumerable.Range(0, 100).Count(_ => line.TryAdd(() => { }, isKnown: true)).ShouldBe(PasswordLine.MaxKnown);
        (PasswordLine.MaxStrangers + PasswordLine.MaxKnown).ShouldBe(64);
    }

    [Fact]
    public void The_known_are_served_first_and_each_line_in_order()
    {
        var line = new PasswordLine();
        var done = new List<string>();
        foreach (var name in (string[])["s1", "k1", "s2", "k2"]) line.TryAdd(() => done.Add(name), name[0] == 'k');
        line.Close();

        while (line.TryTake(out var work)) work();

        done.ShouldBe(["k1", "k2", "s1", "s2"]);
        line.TryAdd(() => { }, isKnown: true).ShouldBeFalse();
    }

    [Fact]
    public async Task Closing_lets_go_whoever_waits_for_work()
    {
        var line = new PasswordLine();
        var waiting = Task.Run(() => line.TryTake(out _), TestContext.Current.CancellationToken);

        line.Close();

        (await waiting).ShouldBeFalse();
    }

    [Fact]
    public void One_address_has_four_places_at_most_and_gets_each_back()
    {
        var places = new PasswordPlaces(new CurrentSettings(new TinyBaseOptions()));
        var (one, other) = (new ClientAddress(0, 1), new ClientAddress(0, 2));
        var taken = Enumerable.Range(0, 4).Select(_ => places.Take(one)).ToList();

        taken.ShouldAllBe(place => place != null);
        places.Take(one).ShouldBeNull();
        places.Take(other).ShouldNotBeNull().Dispose();
        taken[0]!.Dispose();
        taken[0]!.Dispose();
        taken.Add(places.Take(one));
        places.Take(one).ShouldBeNull();
        foreach (var place in taken) place!.Dispose();
        places.Addresses.ShouldBe(0);
    }
}
