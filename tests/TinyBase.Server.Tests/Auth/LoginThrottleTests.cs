using System.Diagnostics;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class LoginThrottleTests : IAsyncLifetime
{
    private const string Home = "192.0.2.1";

    private readonly TestClock _clock = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.Start(ClientAddresses.Setup(_clock));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task After_wrong_passwords_strangers_wait_and_even_the_right_password_is_not_looked_at()
    {
        var email = await Register();
        for (var i = 1; i <= 5; i++) (await Login($"198.51.100.{i}", email, "wrong password")).Expect(401);

        var refused = (await Login("203.0.113.1", email)).Expect(429);
        refused.Text.ShouldBe("""{"detail":"Too many wrong passwords. Try again in 1 second."}""");
        refused.Header("Retry-After").ShouldBe("1");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await Login("203.0.113.1", email, "wrong password")).Expect(401);
        (await Login("203.0.113.1", email)).Expect(429).Header("Retry-After").ShouldBe("2");
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await Login("203.0.113.1", email)).Expect(200);
    }

    [Fact]
    public async Task Whoever_the_account_knows_logs_in_while_strangers_guess()
    {
        var email = await Register();
        (await Login(Home, email)).Expect(200);
        for (var i = 1; i <= 20; i++) await Login($"198.51.100.{i}", email, "wrong password");

        (await Login("198.51.100.99", email)).Expect(429);
        (await Login(Home, email)).Expect(200);
        (await Login(Home, email, "a slip of the finger")).Expect(401);
        (await Login(Home, email)).Expect(200);
    }

    [Fact]
    public async Task Nobody_can_tell_whether_there_is_an_account()
    {
        var email = await Register();
        var answers = new List<(int, string, string?)>[] { [], [] };
        foreach (var (seen, account, network) in new[] { (answers[0], email, "198.51.100"), (answers[1], "nobody@example.com", "203.0.113") })
        {
            for (var i = 1; i <= 30; i++)
            {
                var answer = await Login($"{network}.{i}", account, "wrong password");
                seen.Add((answer.Status, answer.Text, answer.Header("Retry-After")));
                if (i % 3 == 0) _clock.Advance(TimeSpan.FromMinutes(1));
            }
        }

        answers[1].ShouldBe(answers[0]);
        answers[0].Select(answer => answer.Item1).Distinct().ShouldBe([401, 429]);
    }

    [Fact]
    public async Task An_address_that_is_wrong_about_many_accounts_waits()
    {
        for (var i = 0; i < 10; i++) (await Login(Home, $"nobody{i}@example.com", "wrong password")).Expect(401);
        _clock.Advance(TimeSpan.FromMilliseconds(500));

        // The window of the minute is used up as well, and is looked at first.
        (await Login(Home, "nobody@example.com")).Expect(429).Text.ShouldContain("Rate limit exceeded");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await Login(Home, "nobody@example.com", "wrong password")).Expect(401);
        (await Login(Home, "nobody11@example.com", "wrong password")).Expect(429)
            .Detail.ShouldBe("Too many wrong passwords. Try again in 2 seconds.");
    }

    [Fact]
    public async Task One_address_takes_four_places_of_the_line_and_others_find_room()
    {
        await using var server = await TestServer.Start(ClientAddresses.Setup(_clock) with
        {
            Options = options => (options.RateLimit.Enabled, options.Auth.PasswordIterations) = (true, 300_000),
        });
        var flood = Enumerable.Range(0, 10)
            .Select(i => server.Anonymous.PostFrom(Home, "/api/auth/login", Body($"nobody{i}@example.com", "wrong password")))
            .ToList();

        var other = await server.Anonymous.PostFrom("192.0.2.2", "/api/auth/login", Body("somebody@example.com", "wrong password"));
        var answers = await Task.WhenAll(flood);

        other.Status.ShouldBe(401);
        answers.Select(answer => answer.Status).Distinct().Order().ShouldBe([401, 429]);
        answers.Where(answer => answer.Status == 429).ShouldAllBe(answer =>
            answer.Detail == "Too many passwords from your address are waiting to be checked. Try again in a moment."
            && answer.Header("Retry-After") == "1");
    }

    [Fact]
    public async Task During_a_flood_from_everywhere_reads_and_logins_from_known_addresses_succeed()
    {
        await using var server = await TestServer.Start(ClientAddresses.Setup(_clock) with
        {
            // A check takes long enough for the flood to fill the line.
            Options = options => (options.RateLimit.Enabled, options.Auth.PasswordIterations) = (true, 20_000),
        });
        var email = "victim@example.com";
        (await server.Anonymous.PostFrom(Home, "/api/auth/register", Body(email, TestServer.Password))).Expect(201);
        var login = (await server.Anonymous.PostFrom(Home, "/api/auth/login", Body(email, TestServer.Password))).Expect(200);
        var victim = server.WithToken(login.Json.GetProperty("access_token").GetString()!);
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        using var over = new CancellationTokenSource();
        var sent = 0;
        var flood = Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                var i = Interlocked.Increment(ref sent);
                var whom = i % 2 == 0 ? email : $"nobody{i}@example.com";
                var answer = await server.Anonymous.PostFrom($"10.{i / 65536 % 256}.{i / 256 % 256}.{i % 256}", "/api/auth/login", Body(whom, "wrong password"));
                statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
            }
        })).ToList();
        var full = Stopwatch.StartNew();
        while (!statuses.ContainsKey(503) && full.Elapsed < TimeSpan.FromSeconds(30)) await Task.Delay(10);

        // Nine more fit into the address's minute.
        for (var i = 0; i < 9; i++)
        {
            (await server.Anonymous.PostFrom(Home, "/api/auth/login", Body(email, TestServer.Password))).Expect(200);
            for (var reads = 0; reads < 20; reads++) (await victim.Get("/api/auth/me")).Expect(200);
        }

        await over.CancelAsync();
        await Task.WhenAll(flood);
        statuses.Keys.Order().ShouldBe([401, 429, 503]);
    }

    private async Task<string> Register()
    {
        var email = $"{TestServer.NewName("user")}@example.com";
        (await _server.Anonymous.PostFrom("192.0.2.250", "/api/auth/register", Body(email, TestServer.Password))).Expect(201);
        return email;
    }

    private static string Body(string email, string password) => TestServer.JsonText(("email", email), ("password", password));

    private Task<Answer> Login(string address, string email, string password = TestServer.Password) =>
        _server.Anonymous.PostFrom(address, "/api/auth/login", Body(email, password));
}
