using Shouldly;

using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting.Throttling;
using TinyBase.Tests.Hosting.Throttling;

using Xunit;

namespace TinyBase.Tests.Auth.Throttling;

public sealed class LoginThrottleTests
{
    private const string Victim = "victim@example.com";

    private readonly SetClock _clock = new();
    private readonly TinyBaseOptions _options = new();
    private readonly LoginThrottle _throttle;

    public LoginThrottleTests() => _throttle = new LoginThrottle(new CurrentSettings(_options), _clock);

    [Fact]
    public void After_five_wrong_passwords_each_further_one_doubles_the_wait_up_to_a_minute()
    {
        for (uint i = 0; i < 4; i++) Try(Victim, i, fits: false).ShouldBe(0);

        foreach (var wait in (int[])[1, 2, 4, 8, 16, 32, 60, 60, 60])
        {
            Try(Victim, 100, fits: false).ShouldBe(0);
            Try(Victim, 101).ShouldBe(wait);
            _clock.Advance(wait);
        }
    }

    [Fact]
    public void An_attempt_that_has_to_wait_does_not_make_the_wait_longer()
    {
        for (uint i = 0; i < 5; i++) Try(Victim, i, fits: false);

        for (uint i = 0; i < 1000; i++) Try(Victim, i, fits: false).ShouldBe(1);
        _clock.Advance(1);

        Try(Victim, 7, fits: false).ShouldBe(0);
        Try(Victim, 7).ShouldBe(2);
    }

    [Fact]
    public void A_right_password_starts_the_count_anew()
    {
        for (uint i = 0; i < 4; i++) Try(Victim, i, fits: false);
        Try(Victim, 9, fits: true).ShouldBe(0);

        for (uint i = 0; i < 5; i++) Try(Victim, i, fits: false).ShouldBe(0);
        Try(Victim, 5).ShouldBe(1);
    }

    [Fact]
    public void A_flood_by_strangers_does_not_keep_out_whom_the_account_knows()
    {
        Try(Victim, 1, fits: true);
        for (uint i = 100; i < 200; i++) Try(Victim, i, fits: false);
        Try(Victim, 200).ShouldBe(1);

        Try(Victim, 1, fits: true).ShouldBe(0);
        // Which tells the strangers nothing and frees them from nothing.
        Try(Victim, 200).ShouldBe(1);
    }

    [Fact]
    public void A_known_address_is_slowed_by_its_own_failures_only()
    {
        Try(Victim, 1, fits: true);
        Try(Victim, 2, fits: true);
        for (var i = 0; i < 5; i++) Try(Victim, 1, fits: false).ShouldBe(0);

        Try(Victim, 1).ShouldBe(1);
        Try(Victim, 2).ShouldBe(0);
        Try(Victim, 3).ShouldBe(0);
    }

    [Fact]
    public void An_address_is_known_to_an_account_for_thirty_days_and_to_no_other_account()
    {
        Try(Victim, 1, fits: true);
        Try("other@example.com", 2, fits: true);
        for (uint i = 100; i < 105; i++) Try(Victim, i, fits: false);

        Try(Victim, 2).ShouldBe(1);
        _clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        for (uint i = 200; i < 205; i++) Try(Victim, i, fits: false);
        Try(Victim, 1).ShouldBe(0);
        _clock.Advance(1);
        Try(Victim, 206, fits: false).ShouldBe(0);
        Try(Victim, 1).ShouldBe(2);
    }

    [Fact]
    public void An_account_knows_the_latest_of_its_addresses()
    {
        for (uint i = 1; i <= KnownAddresses.MaxPerAccount; i++) Try(Victim, i, fits: true);
        Try(Victim, 1, fits: true);
        Try(Victim, 99, fits: true);
        for (uint i = 100; i < 105; i++) Try(Victim, i, fits: false);

        Try(Victim, 2).ShouldBe(1);
        Try(Victim, 1).ShouldBe(0);
        Try(Victim, 3).ShouldBe(0);
        Try(Victim, 99).ShouldBe(0);
    }

    [Fact]
    public void An_address_that_is_wrong_about_many_accounts_waits_until_it_is_right()
    {
        for (var i = 0; i < 10; i++) Try($"user{i}@example.com", 1, fits: false).ShouldBe(0);
        Try("another@example.com", 1).ShouldBe(1);
        Try("another@example.com", 2).ShouldBe(0);

        _clock.Advance(1);
        Try("mine@example.com", 1, fits: true).ShouldBe(0);
        for (var i = 0; i < 10; i++) Try($"user{i}@example.com", 1, fits: false).ShouldBe(0);
        Try("mine@example.com", 1).ShouldBe(1);
        _clock.Advance(1);
        foreach (var wait in (int[])[2, 4, 8, 16, 32, 60, 60])
        {
            Try($"user{wait}_{_clock.GetTimestamp()}@example.com", 1, fits: false).ShouldBe(0);
            Try("another@example.com", 1).ShouldBe(wait);
            _clock.Advance(wait);
        }
    }

    [Fact]
    public void Without_limits_on_addresses_only_accounts_are_protected()
    {
        _options.RateLimit.Enabled = false;
        var throttle = new LoginThrottle(new CurrentSettings(_options), _clock);

        for (var i = 0; i < 100; i++) Try($"user{i}@example.com", 1, fits: false, throttle).ShouldBe(0);
        for (var i = 0; i < 5; i++) Try(Victim, 1, fits: false, throttle).ShouldBe(0);
        Try(Victim, 1, throttle: throttle).ShouldBe(1);
    }

    [Fact]
    public void Passwords_that_are_checked_at_the_same_time_are_counted_before_the_first_is_found_wrong()
    {
        var attempts = Enumerable.Range(0, 50).Select(i => _throttle.Begin(Victim, Address((uint)i), out _)).ToList();

        attempts.Count(attempt => attempt is not null).ShouldBe(5);
        _clock.Advance(10);
        foreach (var attempt in attempts) attempt?.End(fits: false);
        // The wait begins when the last is found wrong.
        Try(Victim, 99).ShouldBe(1);
    }

    [Fact]
    public void A_password_that_was_not_checked_counts_for_nothing()
    {
        for (uint i = 0; i < 4; i++) Try(Victim, i, fits: false);
        for (uint i = 0; i < 100; i++) Try(Victim, 10, fits: null).ShouldBe(0);

        Try(Victim, 11, fits: false).ShouldBe(0);
        Try(Victim, 12).ShouldBe(1);
    }

    [Fact]
    public void Spellings_of_an_address_that_are_one_account_are_counted_as_one()
    {
        for (uint i = 0; i < 5; i++) Try(i % 2 == 0 ? "Victim@Example.com" : Victim, i, fits: false);

        Try("VICTIM@example.com", 9).ShouldBe(1);
    }

    [Fact]
    public void Failures_are_forgotten_after_an_hour_without_any()
    {
        for (uint i = 0; i < 8; i++)
        {
            Try(Victim, i, fits: false);
            _clock.Advance(60);
        }

        _clock.Advance(TimeSpan.FromHours(1));
        for (uint i = 0; i < 5; i++) Try(Victim, i, fits: false).ShouldBe(0);
        Try(Victim, 9).ShouldBe(1);
    }

    [Fact]
    public void However_many_accounts_and_addresses_are_tried_the_memory_is_bounded_and_an_old_wait_stays()
    {
        for (uint i = 0; i < 8; i++)
        {
            Try(Victim, i, fits: false);
            _clock.Advance(i < 7 ? 10 : 0);
        }

        for (uint i = 0; i < 60_000; i++) Try($"user{i}@example.com", 1000 + i, fits: false);

        _throttle.Entries.ShouldBe(2 * LoginThrottle.MaxEntries);
        Try(Victim, 999_999).ShouldBe(8);
        // Who came too late for an entry of their own is counted with others.
        var late = Enumerable.Range(0, 100).Select(_ => Try("late@example.com", 500_000, fits: false)).ToList();
        late.ShouldContain(wait => wait > 0);
    }

    [Fact]
    public void Known_addresses_are_bounded_too()
    {
        var known = new KnownAddresses();

        for (uint i = 0; i < 200_000; i++) known.Add(i, Address(i), TimeSpan.Zero);

        known.Accounts.ShouldBeLessThanOrEqualTo(2 * KnownAddresses.MaxPerGeneration);
        known.Contains(199_999, Address(199_999), TimeSpan.Zero).ShouldBeTrue();
        known.Contains(1, Address(1), TimeSpan.Zero).ShouldBeFalse();
    }

    private static ClientAddress Address(uint number) => new(0, 0xFFFF_0000_0000UL | number);

    /// <summary>Tries a password, which is right, wrong or not even checked.</summary>
    /// <returns>The seconds to wait; 0 if it was tried.</returns>
    private int Try(string email, uint address, bool? fits = null, LoginThrottle? throttle = null)
    {
        using var attempt = (throttle ?? _throttle).Begin(email, Address(address), out var wait);
        if (fits is { } right) attempt?.End(right);
        return (int)Math.Ceiling(wait.TotalSeconds);
    }
}
