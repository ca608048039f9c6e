using System.Net;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class TrustedProxyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_an_untrusted_client_says_about_its_address_means_nothing()
    {
        foreach (var trusted in (string[])["", "10.0.0.0/8,::1"])
        {
            await using var server = await Serve(trusted);
            using var client = server.CreateClient();

            for (var i = 0; i < 10; i++) (await Login(client, $"203.0.113.{i}")).ShouldBe(HttpStatusCode.UnprocessableEntity);

            (await Login(client, "203.0.113.99")).ShouldBe(HttpStatusCode.TooManyRequests);
        }
    }

    [Fact]
    public async Task The_client_is_who_the_outermost_trusted_proxy_says_it_is()
    {
        await using var server = await Serve("127.0.0.1,10.0.0.0/8");
        using var client = server.CreateClient();
        string[][] sameClient =
        [
            ["203.0.113.7"],
            ["203.0.113.7, 10.1.2.3"],
            ["203.0.113.7:4711, 10.1.2.3, 10.3.2.1"],
            ["203.0.113.7", "10.1.2.3"],
            // What the client itself has put in front.
            ["198.51.100.1, 203.0.113.7, 10.1.2.3"],
            ["198.51.100.2", "203.0.113.7", "10.1.2.3"],
            ["127.0.0.1, 203.0.113.7"],
            ["10.9.9.9, 203.0.113.7, 10.1.2.3"],
            ["garbage, 203.0.113.7, 10.1.2.3"],
            ["::ffff:203.0.113.7"],
        ];

        foreach (var headers in sameClient) (await Login(client, headers)).ShouldBe(HttpStatusCode.UnprocessableEntity);

        (await Login(client, "203.0.113.7")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await Login(client, "203.0.113.8, 10.1.2.3")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Login(client, "2001:db8::1")).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Garbage_from_a_trusted_proxy_counts_for_the_proxy()
    {
        await using var server = await Serve("127.0.0.1");
        using var client = server.CreateClient();

        string[] garbage = ["unknown", "_hidden", "203.0.113.7, unknown", "", ",", "a b", "203.0.113.300", "%00", "203.0.113.9, x", new string('1', 4000)];
        foreach (var header in garbage) (await Login(client, header)).ShouldBe(HttpStatusCode.UnprocessableEntity);

        (await Login(client, "unknown")).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_keeps_the_server_from_starting()
    {
        await File.WriteAllTextAsync(_folder.Settings, "[server]\ntrusted_proxies = [\"127.0.0.1\", \"proxy.local\"]\n");

        var result = await CliProcess.Run(_folder.Path, "serve", "--init", "--port", "0");

        result.ExitCode.ShouldNotBe(0);
        result.Error.ShouldContain("tinybase.toml:2:33: server.trusted_proxies must be an IP address or a network");
    }

    private static async Task<HttpStatusCode> Login(HttpClient client, params string[] forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login");
        foreach (var value in forwardedFor) request.Headers.TryAddWithoutValidation("X-Forwarded-For", value);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private Task<CliProcess> Serve(string trusted) => CliProcess.Serve(
        _folder.Path, new Dictionary<string, string> { ["TINYBASE_SERVER_TRUSTED_PROXIES"] = trusted });
}
