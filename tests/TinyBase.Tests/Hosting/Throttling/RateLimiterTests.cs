using Shouldly;

using TinyBase.Configuration;
using TinyBase.Hosting.Throttling;

using Xunit;

namespace TinyBase.Tests.Hosting.Throttling;

public sealed class RateLimiterTests
{
    private static readonly RateLimit Limit = new(_ => 3);

    private readonly SetClock _clock = new();
    private readonly TinyBaseOptions _options = new();
    private readonly RateLimiter _limiter;

    public RateLimiterTests() => _limiter = new RateLimiter(new CurrentSettings(_options), _clock);

    [Fact]
    public void One_too_many_waits_for_the_end_of_the_window_and_not_longer()
    {
        Seconds(1).ShouldBe([0]);
        _clock.Advance(20);
        Seconds(4).ShouldBe([0, 0, 40, 40]);
        _clock.Advance(39);
        Seconds(2).ShouldBe([1, 1]);
        _clock.Advance(1);
        Seconds(4).ShouldBe([0, 0, 0, 60]);
    }

    [Fact]
    public void Addresses_and_operations_are_counted_apart()
    {
        Seconds(3);

        _limiter.Take("login", Limit, Address(1)).IsRefused.ShouldBeTrue();
        _limiter.Take("login", Limit, Address(2)).IsRefused.ShouldBeFalse();
        _limiter.Take("register", Limit, Address(1)).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Switched_off_it_counts_nothing()
    {
        _options.RateLimit.Enabled = false;

        Seconds(10).ShouldBe(Enumerable.Repeat(0, 10));
        _limiter.Addresses.ShouldBe(0);
    }

    [Fact]
    public void Addresses_without_end_take_bounded_memory_and_are_limited_with_their_network()
    {
        // One network of IPv6 has more addresses than there is room for.
        for (var i = 0; i < 60_000; i++) _limiter.Take("login", Limit, new ClientAddress(0x2001_0db8_0001_0000UL + (ulong)i, 0));

        _limiter.Addresses.ShouldBe(RateLimiter.MaxAddresses);
        _limiter.Take("login", Limit, new ClientAddress(0x2001_0db8_0001_0000UL + 60_000, 0)).IsRefused.ShouldBeTrue();
        _limiter.Take("login", Limit, new ClientAddress(0x2001_0db8_0001_0000UL, 0)).IsRefused.ShouldBeFalse();
        _clock.Advance(60);
        _limiter.Take("login", Limit, new ClientAddress(0x2001_0db8_0001_0000UL + 60_000, 0)).IsRefused.ShouldBeFalse();
        _limiter.Addresses.ShouldBe(1);
    }

    private static ClientAddress Address(uint last) => new(0, 0xFFFF_0000_0000UL | last);

    private IEnumerable<int> Seconds(int requests) =>
        [.. Enumerable.Range(0, requests).Select(_ => _limiter.Take("login", Limit, Address(1)))
            .Select(state => state.IsRefused ? (int)state.Reset.TotalSeconds : 0)];
}
