using System.Collections.Concurrent;
using System.Text;

namespace TinyBase.Benchmarks.LoginFlood;

/// <summary>Logins as a trusted proxy would pass them on: from many addresses with wrong passwords, and from a user's own.</summary>
internal sealed class Logins(HttpClient home, HttpClient crowd, string email, string password)
{
    /// <summary>From the network for documentation (RFC 5737), which the flood does not use.</summary>
    private const string Home = "192.0.2.1";

    private readonly ConcurrentDictionary<int, int> _flood = new();
    private readonly ConcurrentDictionary<int, int> _user = new();

    /// <summary>Half of them for the user's account, half for accounts that there are not.</summary>
    public Task Flood(int aSecond, int addresses, TimeSpan length)
    {
        var next = 0;
        return Pace.Keep(aSecond, length, _ =>
        {
            var i = next++;
            var client = i * 7919L % addresses;
            var whom = i % 2 == 0 ? email : $"nobody{i}@example.com";
            return Count(crowd, _flood, $"10.{client / 65536}.{client / 256 % 256}.{client % 256}", whom, "a wrong password");
        });
    }

    /// <summary>The user logs in, as often as one address may.</summary>
    public async Task User(TimeSpan length)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(7));
        for (var left = (int)(length.TotalSeconds / 7); left > 0 && await ticks.WaitForNextTickAsync().ConfigureAwait(false); left--)
        {
            await Login().ConfigureAwait(false);
        }
    }

    public Task Login() => Count(home, _user, Home, email, password);

    public string Describe() => $"logins of the flood: {Text(_flood)}; of the user: {Text(_user)}";

    private static string Text(ConcurrentDictionary<int, int> counts) =>
        counts.IsEmpty ? "none" : string.Join(", ", counts.OrderBy(count => count.Key).Select(count => $"{count.Value} × {count.Key}"));

    private static async Task Count(HttpClient http, ConcurrentDictionary<int, int> counts, string address, string whom, string given)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/auth/login");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        request.Content = new StringContent($$"""{"email":"{{whom}}","password":"{{given}}"}""", Encoding.UTF8, "application/json");
        var status = 0;
        try
        {
            using var answer = await http.SendAsync(request).ConfigureAwait(false);
            status = (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Counted as status 0.
        }

        counts.AddOrUpdate(status, 1, (_, count) => count + 1);
    }
}
