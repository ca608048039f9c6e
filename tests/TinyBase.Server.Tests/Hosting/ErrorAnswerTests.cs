using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class ErrorAnswerTests(ServerFixture fixture)
{
    private const string SomeId = "01890a5d-ac96-774b-bcce-b302099a8057";

    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/nothing")]
    [InlineData("/nothing/at/all")]
    [InlineData("/api/collections/a/b")]
    [InlineData("/api/auth")]
    [InlineData("/API/auth/me/x")]
    public async Task An_unknown_path_is_not_found(string path)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete])
        {
            (await Server.Anonymous.Send(method, path)).Expect(404).Text.ShouldBe("""{"detail":"Not Found"}""");
        }
    }

    [Theory]
    [InlineData("DELETE", "/", "GET, HEAD")]
    [InlineData("POST", "/health", "GET, HEAD")]
    [InlineData("GET", "/api/auth/login", "POST")]
    [InlineData("PUT", "/api/collections", "GET, POST")]
    [InlineData("POST", "/api/collections/x", "DELETE, GET, PATCH")]
    [InlineData("PATCH", "/api/collections/x/records", "GET, POST")]
    [InlineData("PUT", $"/api/collections/x/records/{SomeId}", "DELETE, GET, PATCH")]
    [InlineData("OPTIONS", "/api/collections", "GET, POST")]
    [InlineData("BREW", "/api/auth/me", "GET")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        var answer = (await Server.Anonymous.Send(new HttpMethod(method), path)).Expect(405);

        answer.Text.ShouldBe("""{"detail":"Method Not Allowed"}""");
        answer.Header("Allow").ShouldBe(allowed);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/healthz")]
    [InlineData("/ready")]
    public async Task Probes_may_ask_with_HEAD(string path)
    {
        var get = (await Server.Anonymous.Get(path)).Expect(200);
        var head = (await Server.Anonymous.Send(HttpMethod.Head, path)).Expect(200);

        head.Text.ShouldBeEmpty();
        head.Header("Content-Type").ShouldBe("application/json");
        head.Header("Content-Length").ShouldBe(get.Header("Content-Length"));
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/api/collections")]
    [InlineData("/api/auth/me")]
    public async Task HEAD_is_a_wrong_method(string path) =>
        (await Server.Anonymous.Send(HttpMethod.Head, path)).Expect(405).Text.ShouldBeEmpty();

    [Theory]
    [InlineData("nothing")]
    [InlineData("Things")]
    [InlineData("sqlite_schema")]
    [InlineData("_user")]
    [InlineData("a\"b")]
    [InlineData("ünï")]
    public async Task An_unknown_collection_is_named(string name)
    {
        var path = $"/api/collections/{Uri.EscapeDataString(name)}";
        var expected = $"Collection '{name}' not found";

        (await Server.Admin.Api.Get(path)).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Patch(path, "{}")).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Delete(path)).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Get($"{path}/records")).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Post($"{path}/records", "{}")).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Get($"{path}/records/{SomeId}")).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Patch($"{path}/records/{SomeId}", "{}")).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Delete($"{path}/records/{SomeId}")).Expect(404).Detail.ShouldBe(expected);
    }

    [Fact]
    public async Task An_unknown_record_is_named_also_if_another_collection_has_it()
    {
        var elsewhere = $"/api/collections/{await Server.NewCollection()}/records";
        var id = (await Server.Admin.Api.Post(elsewhere, "{}")).Expect(201).Id;
        var path = $"/api/collections/{await Server.NewCollection()}/records/{id}";
        var expected = $"Record '{id}' not found";

        (await Server.Admin.Api.Get(path)).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Patch(path, "{}")).Expect(404).Detail.ShouldBe(expected);
        (await Server.Admin.Api.Delete(path)).Expect(404).Detail.ShouldBe(expected);
    }

    [Fact]
    public async Task A_denied_caller_is_told_what_is_denied()
    {
        var collection = await Server.NewCollection(options: """{"access": {"list": "admin", "read": "auth", "create": "admin"}}""");
        var path = $"/api/collections/{collection}/records";
        var record = $"{path}/{(await Server.Admin.Api.Post(path, "{}")).Expect(201).Id}";
        var user = (await Server.NewUser()).Api;

        (await user.Get(path)).Expect(403).Text.ShouldBe("""{"detail":"Access denied"}""");
        (await user.Post(path, "{}")).Expect(403).Detail.ShouldBe("Access denied");
        (await Server.Anonymous.Get(record)).Expect(403).Detail.ShouldBe("Access denied");
        (await user.Patch(record, "{}")).Expect(403).Detail.ShouldBe("You don't have permission to update this record");
        (await user.Delete(record)).Expect(403).Detail.ShouldBe("You don't have permission to delete this record");
        (await user.Post("/api/collections", "{}")).Expect(403).Detail.ShouldBe("Admin access required");
        (await Server.Anonymous.Post("/api/collections", "{}")).Expect(401).Text.ShouldBe("""{"detail":"Not authenticated"}""");
    }

    [Fact]
    public async Task Authentication_comes_before_the_body_and_the_body_before_what_is_not_there()
    {
        var unknown = "/api/collections/unknown/records";

        (await Server.Anonymous.Post("/api/collections", "{broken")).Expect(401);
        (await Server.Anonymous.Post(unknown, "{broken")).Expect(401);
        (await Server.Anonymous.Patch($"{unknown}/{SomeId}", "{broken")).Expect(401);
        (await Server.Anonymous.Delete($"{unknown}/no-id")).Expect(401);
        (await (await Server.NewUser()).Api.Post("/api/collections", "{broken")).Expect(403);
        (await Server.Admin.Api.Post(unknown, "{broken")).Expect(422);
        (await Server.Admin.Api.Post(unknown, "[]")).Expect(422);
        (await Server.Admin.Api.Patch($"{unknown}/{SomeId}", "{broken")).Expect(422);
        (await Server.Admin.Api.Patch("/api/collections/unknown", """{"label": ""}""")).Expect(422);
        (await Server.Admin.Api.Get($"{unknown}?limit=0")).Expect(422);
        (await Server.Admin.Api.Get($"{unknown}/no-id")).Expect(422);
    }

    [Fact]
    public async Task A_denied_record_comes_before_what_is_wrong_with_it()
    {
        var path = $"/api/collections/{await Server.NewCollection("""{"name": "n", "type": "int"}""")}/records";
        var record = $"{path}/{(await Server.Admin.Api.Post(path, """{"n": 1}""")).Expect(201).Id}";
        var user = (await Server.NewUser()).Api;

        (await user.Patch(record, """{"n": "x"}""")).Expect(403);
        (await Server.Admin.Api.Patch(record, """{"n": "x"}""")).Expect(400);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_shows_its_insides_only_in_debug_mode(bool debug)
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Debug = debug });
        var collection = await server.NewCollection();
        var path = $"/api/collections/{collection}/records";
        server.Sql($"DROP TABLE {collection}");

        foreach (var answer in (Answer[])[await server.Anonymous.Get(path), await server.Admin.Api.Post(path, """{"title": "t"}""")])
        {
            answer.Expect(500).ContentHeaders.ContentType!.ToString().ShouldBe("application/json");
            if (debug) answer.Detail.ShouldContain($"no such table: {collection}");
            else answer.Text.ShouldBe("""{"detail":"Internal Server Error"}""");
        }

        server.Logs.Lines.ShouldContain(line => line.StartsWith("Error") && line.Contains($"no such table: {collection}"));
    }

    [Fact]
    public async Task The_server_goes_on_after_failures()
    {
        await using var server = await TestServer.Start();
        var collection = await server.NewCollection();
        var other = $"/api/collections/{await server.NewCollection()}/records";
        server.Sql($"DROP TABLE {collection}");

        for (var i = 0; i < 40; i++)
        {
            (await server.Anonymous.Get($"/api/collections/{collection}/records")).Expect(500);
            (await server.Admin.Api.Post($"/api/collections/{collection}/records", "{}")).Expect(500);
            (await server.Admin.Api.Post(other, "{}")).Expect(201);
            (await server.Anonymous.Get(other)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(i + 1);
        }
    }
}
