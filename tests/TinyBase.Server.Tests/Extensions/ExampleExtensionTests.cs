using System.Text.Json;

using Microsoft.AspNetCore.Http;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>The extensions of <c>examples/extensions</c> do what they say.</summary>
public sealed class ExampleExtensionTests(ExampleServer examples) : IClassFixture<ExampleServer>
{
    private TestServer Server => examples.Server;

    [Fact]
    public async Task A_channel_is_told_of_new_records_until_it_has_taken_the_message()
    {
        var refusals = 2;
        examples.Channel.Answer = (context, _) =>
        {
            if (Interlocked.Decrement(ref refusals) >= 0) context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var other = await Server.NewCollection();
        await NewCollection("orders");
        (await Server.Admin.Api.Post($"/api/collections/{other}/records", """{"title": "not told"}""")).Expect(201);
        (await Server.Admin.Api.Post("/api/collections/orders/records", """{"title": "<!channel> & co"}""")).Expect(201);

        var expected = $":new: *orders*: title &lt;!channel&gt; &amp; co (by {Server.Admin.Email})";
        await Eventually.Becomes(() => Messages().Count(text => text == expected), 3);
        Messages().ShouldNotContain(text => text.Contains("not told", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_channel_is_told_of_new_users()
    {
        var user = await Server.NewUser();
        await Eventually.Becomes(() => Messages().Count(text => text == $":wave: {user.Email} has registered"), 1);
    }

    [Fact]
    public async Task The_audit_trail_has_every_change_of_a_record_and_who_made_it()
    {
        var things = await Server.NewCollection("""{"name": "title"}, {"name": "count", "type": "int"}""");
        var user = await Server.NewUser();
        var id = (await user.Api.Post($"/api/collections/{things}/records", """{"title": "a", "count": 1}""")).Expect(201).Id;
        (await user.Api.Patch($"/api/collections/{things}/records/{id}", """{"count": 2}""")).Expect(200);
        (await Server.Admin.Api.Delete($"/api/collections/{things}/records/{id}")).Expect(204);

        await Eventually.Becomes(async () => (await Trail(id)).Count, 3);
        var trail = await Trail(id);
        Texts(trail, "action").ShouldBe(["create", "update", "delete"]);
        Texts(trail, "actor_email").ShouldBe([user.Email, user.Email, Server.Admin.Email]);
        Texts(trail, "collection").ShouldBe([things, things, things]);
        trail[1].GetProperty("changed").GetRawText().ShouldBe("""["count"]""");
        trail[1].GetProperty("before").GetProperty("count").GetInt32().ShouldBe(1);
        trail[1].GetProperty("after").GetProperty("count").GetInt32().ShouldBe(2);
        trail[2].GetProperty("after").GetRawText().ShouldBe("{}");
        trail.ShouldAllBe(entry => entry.GetProperty("request_id").GetString()!.Length > 0);
        (await user.Api.Get("/api/collections/audit_trail/records")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Rates_are_fetched_with_the_key_and_kept_while_the_service_is_away()
    {
        var user = await Server.NewUser();
        examples.RateService.Answer = (context, _) => context.Response.WriteAsync("""{"base": "EUR", "rates": {"USD": 1.25, "GBP": 0.8}}""");
        (await Server.Anonymous.Get(Rates("/convert?amount=10&from=EUR&to=USD"))).Expect(401);
        var converted = (await user.Api.Get(Rates("/convert?amount=10&from=usd&to=GBP"))).Expect(200).Json;
        converted.GetProperty("amount").GetDecimal().ShouldBe(6.4m);
        converted.GetProperty("is_stale").GetBoolean().ShouldBeFalse();
        examples.RateService.Requests.ShouldAllBe(request => request.Headers["X-Api-Key"] == "s3cret");

        examples.RateService.Answer = (context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        (await user.Api.Get(Rates("/convert?amount=10&from=EUR&to=USD"))).Expect(200);
        Server.Sql("UPDATE ext_currency_rates_rate SET fetched_at = '2020-01-01T00:00:00.000000Z'");
        (await user.Api.Get(Rates("/convert?amount=10&from=EUR&to=USD"))).Expect(200).Json.GetProperty("is_stale").GetBoolean().ShouldBeTrue();
        (await user.Api.Get(Rates("/convert?amount=10&from=EUR&to=XXX"))).Expect(404);
        (await Server.Anonymous.Get(Rates("/rates"))).Expect(200).Json.GetProperty("rates").GetArrayLength().ShouldBe(2);
        (await user.Api.Post(Rates("/refresh"))).Expect(403);
        (await Server.Admin.Api.Post(Rates("/refresh"))).Expect(500);

        examples.RateService.Answer = (context, _) => context.Response.WriteAsync("""{"rates": {"USD": 2, "JPY": 160}}""");
        (await Server.Admin.Api.Post(Rates("/refresh"))).Expect(200).Json.GetProperty("rates").GetInt32().ShouldBe(2);
        (await Server.Admin.Api.Post("/api/functions/refresh_currency_rates", "{}")).Expect(200).Json.GetProperty("result").GetProperty("rates").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task An_extension_shows_what_it_brings_and_hides_its_secrets()
    {
        var answer = (await Server.Admin.Api.Get("/api/admin/extensions/currency-rates")).Expect(200);
        answer.Text.ShouldNotContain("s3cret");
        answer.Json.GetProperty("schedules")[0].GetProperty("cron").GetString().ShouldBe("0 6 * * *");
        answer.Json.GetProperty("asks").EnumerateArray().Select(ask => ask.GetProperty("name").GetString()).ShouldBe(["network", "secrets"]);
        answer.Json.GetProperty("endpoints").EnumerateArray()
            .Select(endpoint => $"{endpoint.GetProperty("path")} {endpoint.GetProperty("access")}")
            .ShouldBe(["/api/ext/currency-rates/convert user", "/api/ext/currency-rates/rates public", "/api/ext/currency-rates/refresh admin"], ignoreOrder: true);
    }

    private static string Rates(string path) => "/api/ext/currency-rates" + path;

    private static IEnumerable<string?> Texts(IEnumerable<JsonElement> entries, string field) => entries.Select(entry => entry.GetProperty(field).GetString());

    private IReadOnlyList<string> Messages() =>
        [.. examples.Channel.Requests.Select(request => JsonElement.Parse(request.Body).GetProperty("text").GetString()!)];

    private async Task NewCollection(string name) => (await Server.Admin.Api.Post(
        "/api/collections", $$$"""{"name": "{{{name}}}", "label": "A collection", "schema": {"fields": [{"name": "title"}]}}""")).Expect(201);

    private async Task<IReadOnlyList<JsonElement>> Trail(string record) =>
        [.. (await Server.Admin.Api.Get($"/api/collections/audit_trail/records?filter[record_id]={record}&sort_by=at&sort_order=asc")).Expect(200).Json
            .GetProperty("records").EnumerateArray().Select(entry => entry.GetProperty("data"))];
}
