using Shouldly;
using TinyBase.Client;
using Xunit;

namespace TinyBase.Tests.Client;

public sealed class ClientTests
{
    [Theory]
    [InlineData("https://host", "https://host/api/auth/setup-status")]
    [InlineData("https://host/tb", "https://host/tb/api/auth/setup-status")]
    [InlineData("https://host/tb/", "https://host/tb/api/auth/setup-status")]
    public async Task A_path_prefix_of_the_address_is_kept(string address, string asked)
    {
        var server = new FakeServer().Answer(200, """{"needs_setup":true}""");
        using var client = new TinyBaseClient(server.Connect(address));

        (await client.Auth.GetSetupStatusAsync(TestContext.Current.CancellationToken)).NeedsSetup.ShouldBeTrue();

        server.Requests.ShouldHaveSingleItem().Uri.ShouldBe(asked);
    }

    [Theory]
    [InlineData("ftp://host")]
    [InlineData("/relative")]
    public void An_address_that_is_not_http_is_refused(string address) =>
        Should.Throw<ArgumentException>(() => new TinyBaseClient(new Uri(address, UriKind.RelativeOrAbsolute)).Dispose());

    [Fact]
    public void An_HttpClient_without_an_address_is_refused()
    {
        using var http = new HttpClient();
        Should.Throw<ArgumentException>(() => new TinyBaseClient(http).Dispose());
    }

    [Fact]
    public async Task An_HttpClient_of_the_caller_outlives_the_client()
    {
        var server = new FakeServer().Answer(200, """{"needs_setup":false}""");
        using var http = server.Connect();
        new TinyBaseClient(http).Dispose();

        (await http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Theory]
    [InlineData("a.b.c\n", "U+000A at index 5 of 6")]
    [InlineData("\ta.b.c", "U+0009 at index 0 of 6")]
    [InlineData("a b", "U+0020 at index 1 of 3")]
    [InlineData("tb_ü", "U+00FC at index 3 of 4")]
    [InlineData("a\u007f", "U+007F at index 1 of 2")]
    public async Task A_token_that_cannot_be_sent_is_refused_at_once(string token, string problem)
    {
        using var client = new TinyBaseClient(new FakeServer().Connect()) { AccessToken = "a.b.c" };

        var thrown = Should.Throw<ArgumentException>(() => client.AccessToken = token);

        thrown.Message.ShouldContain(problem);
        thrown.Message.ShouldNotContain(token);
        client.AccessToken.ShouldBe("a.b.c");
        await Should.ThrowAsync<ArgumentException>(() => client.Auth.RefreshAsync(token, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_token_can_be_taken_away()
    {
        using var client = new TinyBaseClient(new FakeServer().Connect()) { AccessToken = "a.b-c_d~e+f/g==" };

        client.AccessToken = null;

        client.AccessToken.ShouldBeNull();
    }

    [Fact]
    public async Task A_cancelled_call_does_not_reach_the_server()
    {
        var server = new FakeServer().Answer(200, "[]");
        using var client = new TinyBaseClient(server.Connect());

        await Should.ThrowAsync<OperationCanceledException>(client.Collections.ListAsync(new CancellationToken(canceled: true)));

        server.Requests.ShouldBeEmpty();
    }
}
