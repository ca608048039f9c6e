using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>Events that are sent to addresses.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Webhooks = "/api/admin/webhooks";

    private TestServer _server = null!;
    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(new ServerSetup { Options = options => options.Hooks.AllowPrivateAddresses = true });
        _receiver = await Receiver.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private ApiClient Admin => _server.Admin.Api;

    [Fact]
    public async Task An_event_is_sent_signed_with_its_headers_and_the_delivery_is_listed()
    {
        var things = await _server.NewCollection();
        var (id, secret) = await Create("record.create", filter: things, headers: """{"Authorization": "Bearer of-the-receiver"}""");
        _receiver.Answer = (context, _) => context.Response.WriteAsync("thanks");

        (await Admin.Post($"/api/collections/{await _server.NewCollection()}/records", "{}")).Expect(201);
        var made = (await Admin.Post($"/api/collections/{things}/records", """{"title": "Ünïcode"}""")).Expect(201);

        await Eventually.Becomes(() => _receiver.Requests.Count, 1);
        var request = _receiver.Requests.Single();
        var body = JsonElement.Parse(request.Body);
        body.GetProperty("type").GetString().ShouldBe("record.create");
        body.GetProperty("data").GetProperty("record_id").GetString().ShouldBe(made.Id);
        body.GetProperty("data").GetProperty("data").GetProperty("title").GetString().ShouldBe("Ünïcode");
        request.Headers["Content-Type"].ShouldBe("application/json");
        request.Headers["Authorization"].ShouldBe("Bearer of-the-receiver");
        request.Headers["webhook-signature"].ShouldBe(Sign(secret, request));

        await Eventually.Becomes(async () => (await Deliveries(id))[0].GetProperty("status").GetString(), "delivered");
        var delivery = (await Deliveries(id))[0];
        delivery.GetProperty("id").GetString().ShouldBe(request.Headers["webhook-id"]);
        delivery.GetProperty("response_status").GetInt32().ShouldBe(200);
        delivery.GetProperty("response_body").GetString().ShouldBe("thanks");
    }

    [Fact]
    public async Task A_refused_event_is_sent_again_with_the_same_id_and_a_delivered_one_on_request()
    {
        var (id, _) = await Create("collection.*");
        var answers = 0;
        _receiver.Answer = (context, _) =>
        {
            context.Response.StatusCode = ++answers == 1 ? 500 : 204;
            return Task.CompletedTask;
        };

        await _server.NewCollection();

        await Eventually.Becomes(async () => (await Deliveries(id))[0].GetProperty("status").GetString(), "delivered");
        var delivery = (await Deliveries(id))[0];
        delivery.GetProperty("attempts").GetInt32().ShouldBe(2);
        var one = $"deliveries/{delivery.GetProperty("id")}";
        (await Admin.Get($"{Webhooks}/{id}/{one}")).Expect(200).Text.ShouldBe(delivery.GetRawText());
        (await Admin.Get($"{Webhooks}/{(await Create("collection.change")).Id}/{one}")).Expect(404);
        (await Admin.Get($"/api/admin/hooks/events/{delivery.GetProperty("id")}")).Expect(404);
        (await Admin.Post($"{Webhooks}/{id}/{one}/redeliver")).Expect(202);
        await Eventually.Becomes(() => _receiver.Requests.Count, 3);
        _receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().ShouldBe([delivery.GetProperty("id").GetString()!]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_is_taken_once_the_answer_says_so_though_its_body_never_comes(bool isCutOff)
    {
        var (id, _) = await Create("collection.change");
        _receiver.Answer = (context, _) => AnswerInPart(context, StatusCodes.Status200OK, isCutOff);

        await _server.NewCollection();

        await Eventually.Becomes(async () => (await Deliveries(id))[0].GetProperty("attempts").GetInt32(), 1);
        var delivery = (await Deliveries(id))[0];
        delivery.GetProperty("status").GetString().ShouldBe("delivered");
        delivery.GetProperty("response_status").GetInt32().ShouldBe(200);
        delivery.GetProperty("response_body").GetString().ShouldBe("thanks");
        delivery.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_is_told_by_its_status_though_its_body_never_comes(bool isCutOff)
    {
        var (id, _) = await Create("collection.change");
        _receiver.Answer = (context, _) => AnswerInPart(context, StatusCodes.Status503ServiceUnavailable, isCutOff);

        var test = (await Admin.Post($"{Webhooks}/{id}/test")).Expect(200).Json;

        test.GetProperty("status").GetString().ShouldBe("dead");
        test.GetProperty("response_status").GetInt32().ShouldBe(503);
        test.GetProperty("response_body").GetString().ShouldBe("thanks");
        test.GetProperty("error").GetString().ShouldBe("The answer was 503");
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_an_address_that_is_gone_is_given_up()
    {
        var (id, _) = await Create("collection.change");
        _receiver.Answer = (context, _) =>
        {
            context.Response.Redirect("http://127.0.0.1:1/");
            return Task.CompletedTask;
        };
        (await Admin.Post($"{Webhooks}/{id}/test")).Expect(200).Json.GetProperty("error").GetString().ShouldBe("The answer was 302; redirects are not followed");

        _receiver.Answer = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        };
        await _server.NewCollection();
        await Eventually.Becomes(async () => (await Deliveries(id)) is [var only] ? only.GetProperty("status").GetString() : null, "dead");
    }

    [Fact]
    public async Task Addresses_of_private_networks_are_refused_unless_allowed()
    {
        await using var server = await TestServer.Start();
        foreach (var host in (string[])["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:192.168.0.1]", "2130706433"])
        {
            var made = (await server.Admin.Api.Post(
                Webhooks, $$"""{"name": "Inside", "url": "http://{{host}}:{{_receiver.Url.Port}}/", "events": ["*"]}""")).Expect(201).Json;
            var id = made.GetProperty("webhook").GetProperty("id").GetString();
            var test = (await server.Admin.Api.Post($"{Webhooks}/{id}/test")).Expect(200).Json;
            test.GetProperty("status").GetString().ShouldBe("dead", host);
            test.GetProperty("error").GetString()!.ShouldContain("webhooks_allow_private_addresses", Case.Sensitive, host);
            (await server.Admin.Api.Delete($"{Webhooks}/{id}")).Expect(204);
        }

        _receiver.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Secrets_are_shown_once_and_never_again_and_are_not_logged()
    {
        var (id, secret) = await Create("record.create", headers: """{"X-Key": "of-the-receiver"}""");

        var shown = string.Concat(
            (await Admin.Get(Webhooks)).Expect(200).Text,
            (await Admin.Get($"{Webhooks}/{id}")).Expect(200).Text,
            (await Admin.Patch($"{Webhooks}/{id}", """{"name": "Other"}""")).Expect(200).Text,
            (await Admin.Post(Webhooks, $$$"""{"url": "http://x", "events": ["*"], "secret": "{{{secret}}}", "headers": {"X-Key": "of-the-receiver"}}""")).Expect(422).Text,
            string.Concat(_server.Logs.Lines));
        shown.ShouldNotContain(secret);
        shown.ShouldNotContain("of-the-receiver");

        var rotated = (await Admin.Patch($"{Webhooks}/{id}", """{"secret": null}""")).Expect(200).Json.GetProperty("secret").GetString()!;
        rotated.ShouldStartWith("whsec_");
        rotated.ShouldNotBe(secret);
        (await Admin.Post($"{Webhooks}/{id}/test")).Expect(200);
        _receiver.Requests.Single().Headers["webhook-signature"].ShouldBe(Sign(rotated, _receiver.Requests.Single()));
    }

    [Fact]
    public async Task An_inactive_webhook_gets_nothing_and_a_deleted_one_is_gone()
    {
        var (id, _) = await Create("collection.change");
        (await Admin.Patch($"{Webhooks}/{id}", """{"is_active": false}""")).Expect(200);
        await _server.NewCollection();
        (await Deliveries(id)).Count.ShouldBe(0);

        (await Admin.Delete($"{Webhooks}/{id}")).Expect(204);
        (await Admin.Get($"{Webhooks}/{id}")).Expect(404).Detail.ShouldBe($"Webhook '{id}' not found");
        (await Admin.Delete($"{Webhooks}/{id}")).Expect(404);
        (await Admin.Post($"{Webhooks}/{id}/test")).Expect(404);
    }

    [Theory]
    [InlineData("""{}""", "missing @ body.name", "missing @ body.url", "missing @ body.events")]
    [InlineData("""{"name": "a", "url": "ftp://x", "events": ["*"]}""", "url_parsing @ body.url")]
    [InlineData("""{"name": "a", "url": "http://user:pass@x", "events": ["*"]}""", "url_parsing @ body.url")]
    [InlineData("""{"name": "a", "url": "http://x", "events": ["before.record.create"]}""", "enum @ body.events")]
    [InlineData("""{"name": "a", "url": "http://x", "events": []}""", "too_short @ body.events")]
    [InlineData("""{"name": "a", "url": "http://x", "events": ["*"], "secret": "whsec_c2hvcnQ="}""", "value_error @ body.secret")]
    [InlineData("""{"name": "a", "url": "http://x", "events": ["*"], "headers": {"Host": "y"}}""", "value_error @ body.headers")]
    [InlineData("""{"name": "a", "url": "http://x", "events": ["*"], "headers": {"X": "a\r\nY: b"}}""", "value_error @ body.headers")]
    public async Task What_is_no_webhook_is_refused(string body, params string[] problems) =>
        (await Admin.Post(Webhooks, body)).Expect(422).Problems.ShouldBe(problems);

    /// <summary>What the specification says, worked out independently.</summary>
    internal static string Sign(string secret, Received request)
    {
        var time = request.Headers["webhook-timestamp"];
        long.Parse(time, CultureInfo.InvariantCulture).ShouldBeInRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        return "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{time}.{request.Body}")));
    }

    /// <summary>Answers with less than it says, and then ends the connection or leaves it as it is.</summary>
    private static async Task AnswerInPart(HttpContext context, int status, bool isCutOff)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 100;
        await context.Response.WriteAsync("thanks");
        await context.Response.Body.FlushAsync();
        if (!isCutOff) await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task<(string Id, string Secret)> Create(string events, string? filter = null, string headers = "{}")
    {
        var made = (await Admin.Post(
            Webhooks,
            $$"""{"name": "Receiver", "url": "{{_receiver.Url}}", "events": ["{{events}}"], "filter": {{JsonSerializer.Serialize(filter)}}, "headers": {{headers}}}""")).Expect(201).Json;
        return (made.GetProperty("webhook").GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    private async Task<IReadOnlyList<JsonElement>> Deliveries(string id) =>
        [.. (await Admin.Get($"{Webhooks}/{id}/deliveries")).Expect(200).Json.GetProperty("deliveries").EnumerateArray()];
}
