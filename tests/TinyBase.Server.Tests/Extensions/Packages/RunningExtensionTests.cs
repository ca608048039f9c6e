using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>What an extension that runs brings with it.</summary>
public sealed class RunningExtensionTests(FullExtensionServer fixture) : IClassFixture<FullExtensionServer>
{
    private readonly TestServer _server = fixture.Server;

    private ApiClient Anonymous => _server.Anonymous;

    [Fact]
    public void An_installed_extension_runs_at_once_and_tells_what_it_has()
    {
        var extension = fixture.Installed.Expect(201).Json;

        extension.GetProperty("state").GetString().ShouldBe("running");
        extension.GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
        extension.GetProperty("is_enabled").GetBoolean().ShouldBeTrue();
        extension.GetProperty("repo_url").GetString().ShouldBe("upload:package.zip");
        extension.GetProperty("description").GetString().ShouldBe("One of everything");
        extension.GetProperty("homepage").GetString().ShouldBe("https://example.com/full");
        extension.GetProperty("asks")[0].GetProperty("name").GetString().ShouldBe("network");
        extension.GetProperty("functions").EnumerateArray().Select(function => function.GetString()).ShouldBe(["full_add"]);
        extension.GetProperty("schedules")[0].GetProperty("cron").GetString().ShouldBe("0 3 * * *");
        extension.GetProperty("pages").GetBoolean().ShouldBeTrue();
        extension.GetProperty("restart_needed").GetBoolean().ShouldBeFalse();
        Texts(extension, "hooks", "event", "filter").ShouldBe(["startup ", "shutdown ", "before.record.create notes", "record.create notes"], ignoreOrder: true);
        Texts(extension, "endpoints", "path", "access").ShouldContain("/api/ext/full/hello public");
        Texts(extension, "endpoints", "path", "access").ShouldContain("/api/ext/full/me user");
        Texts(extension, "endpoints", "path", "access").ShouldContain("/api/ext/full/secret admin");
        _server.Logs.Lines.ShouldContain(line => line.Contains("TinyBase.Extensions.full.Full.Hooks: full has started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_installation_and_what_its_client_does_are_in_the_audit_log()
    {
        var name = TestServer.NewName("made");
        (await Anonymous.Post($"/api/ext/full/collections/{name}")).Expect(200);

        var entries = (await _server.Admin.Api.Get("/api/admin/audit")).Expect(200).Json.GetProperty("entries").EnumerateArray().ToList();
        var told = entries.ConvertAll(entry => string.Join(' ', Text(entry, "action"), Text(entry, "object_name"), "by", Text(entry, "actor_kind"), Text(entry, "actor_name")));
        told.ShouldContain($"extension.install full by user {_server.Admin.Email}");
        told.ShouldContain($"collection.create {name} by extension extension:full");

        static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Its_endpoints_need_a_login_unless_they_say_otherwise()
    {
        var user = await _server.NewUser();
        var program = _server.WithToken((await _server.NewApplicationToken()).Value);

        (await Anonymous.Get("/api/ext/full/hello")).Expect(200).Json.GetProperty("text").GetString().ShouldBe("Hello, world.");
        (await Anonymous.Get("/api/ext/full/me")).Expect(401).Header("WWW-Authenticate").ShouldBe("Bearer");
        (await Anonymous.Get("/api/ext/full/secret")).Expect(401);
        (await user.Api.Get("/api/ext/full/secret")).Expect(403).Detail.ShouldBe("Admin access required");
        (await _server.Admin.Api.Get("/api/ext/full/secret")).Expect(200);
        (await program.Get("/api/ext/full/secret")).Expect(200);
        var me = (await user.Api.Get("/api/ext/full/me")).Expect(200).Json;
        me.GetProperty("user_id").GetString().ShouldBe(user.Id);
        me.GetProperty("name").GetString().ShouldBe(user.Email);
        me.GetProperty("is_admin").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_whose_scopes_name_collections_only_is_for_no_extension()
    {
        var made = (await _server.Admin.Api.Post(
            "/api/admin/application-tokens", """{"name": "A program", "scopes": {"collections": {"*": ["list"]}}}""")).Expect(201);

        (await _server.WithToken(made.Json.GetProperty("token_value").GetString()!).Get("/api/ext/full/me")).Expect(403);
    }

    [Fact]
    public async Task Its_endpoints_see_the_request_as_if_they_were_alone()
    {
        (await _server.Admin.Api.Post("/api/ext/full/echo", """{"product_name": "Tea", "count": 3}""")).Expect(200).Text.ShouldBe("""{"product_name":"Tea","count":3}""");
        (await _server.Admin.Api.Post("/api/ext/full/echo", """{"product_name": """)).Expect(400);
        (await Anonymous.Get("/api/ext/full/path/a/b?x=1")).Expect(200).Json.GetProperty("text").GetString().ShouldBe("/api/ext/full /path/a/b a/b");
        (await Anonymous.Get("/api/ext/full/scoped")).Expect(200).Text.ShouldBe("true");
    }

    [Fact]
    public async Task It_has_the_versions_of_packages_that_it_brings() =>
        (await Anonymous.Get("/api/ext/full/dapper")).Expect(200).Text.ShouldContain("2.1.66");

    [Fact]
    public async Task What_it_does_not_answer_is_answered_as_elsewhere()
    {
        (await Anonymous.Get("/api/ext/full/no-such-path")).Expect(404).Detail.ShouldBe("Not Found");
        (await Anonymous.Get("/api/ext/no-such-extension/hello")).Expect(404).Detail.ShouldBe("Not Found");
        (await Anonymous.Delete("/api/ext/full/hello")).Expect(405).Header("Allow").ShouldBe("GET");
        (await Anonymous.Get("/api/ext/full/bad/teapot")).Expect(418).Detail.ShouldBe("I'm a teapot");
    }

    [Fact]
    public async Task An_endpoint_that_throws_is_a_500_without_details()
    {
        var answer = (await Anonymous.Get("/api/ext/full/bad/throws")).Expect(500);

        answer.Text.ShouldBe("""{"detail":"Internal Server Error"}""");
        _server.Logs.Lines.ShouldContain(line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains("internal detail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_that_fails_halfway_does_not_pass_for_whole() =>
        await Should.ThrowAsync<HttpRequestException>(() => Anonymous.Get("/api/ext/full/bad/breaks-off"));

    [Theory]
    [InlineData("hangs")]
    [InlineData("blocks")]
    public async Task An_endpoint_that_hangs_is_given_up_and_what_it_does_later_reaches_nobody(string how)
    {
        var answer = (await Anonymous.Get($"/api/ext/full/bad/{how}")).Expect(504);

        answer.Detail.ShouldBe("The extension 'full' did not answer within 1 s");
        for (var i = 0; i < 20; i++) (await Anonymous.Get("/api/ext/full/hello")).Expect(200).Text.ShouldNotContain("too late");
    }

    [Fact]
    public async Task It_reads_bodies_up_to_the_size_that_the_server_takes()
    {
        var most = 10 * 1024 * 1024;

        (await Anonymous.Send(HttpMethod.Post, "/api/ext/full/bad/reads", new byte[most], "application/octet-stream")).Expect(200).Text.ShouldBe($"{most}");
        (await Anonymous.Send(HttpMethod.Post, "/api/ext/full/bad/reads", new byte[most + 1], "application/octet-stream")).Expect(413).Detail.ShouldContain($"{most}");
    }

    [Fact]
    public async Task Its_hooks_reject_and_follow_what_happens()
    {
        var title = TestServer.NewName("title");

        (await Anonymous.Post("/api/collections/notes/records", """{"title": "blank"}""")).Expect(400).Problems.ShouldBe(["hook_rejected @ body.data.title"]);
        (await Anonymous.Post("/api/collections/notes/records", TestServer.JsonText(("title", title)))).Expect(201);

        await Eventually.Becomes(
            async () => (await Anonymous.Get($"/api/collections/copies/records?filter[title]={title}")).Json.GetProperty("total").GetInt32(), 1);
        var hooks = (await _server.Admin.Api.Get("/api/admin/hooks")).Json.GetProperty("hooks").EnumerateArray();
        hooks.ShouldContain(hook => hook.GetProperty("source").GetString() == "full" && hook.GetProperty("name").GetString() == "Hooks.Copy");
    }

    [Fact]
    public async Task Its_functions_and_schedules_are_there()
    {
        (await _server.Admin.Api.Post("/api/functions/full_add", """{"x": 1, "y": 2}""")).Expect(200).Json.GetProperty("result").GetInt32().ShouldBe(3);
        (await Anonymous.Post("/api/functions/full_add", """{"x": 1, "y": 2}""")).Expect(401);
        await Eventually.Becomes(
            async () => (await _server.Admin.Api.Get("/api/admin/schedules")).Expect(200).Text.Contains("full_add", StringComparison.Ordinal), true);
    }

    [Fact]
    public async Task Its_pages_are_for_everybody_and_load_nothing_from_elsewhere()
    {
        var page = (await Anonymous.Get("/ext/full/")).Expect(200);

        page.Text.ShouldContain("A page of an extension.");
        page.Header("Content-Security-Policy")!.ShouldStartWith("default-src 'self';");
        page.Header("X-Content-Type-Options").ShouldBe("nosniff");
        (await Anonymous.Get("/ext/full/page.js")).Expect(200).Header("Content-Type")!.ShouldStartWith("text/javascript");
        (await Anonymous.Get("/ext/full")).Expect(307).Header("Location").ShouldBe("full/");
        foreach (var path in (string[])["..%2fextension.toml", "..%2f..%2f..%2ftinybase.db", "no-such.html", "%2e%2e/extension.toml"])
        {
            (await Anonymous.Get($"/ext/full/{path}")).Status.ShouldBe(404, path);
        }

        (await Anonymous.Get("/ext/no-such-extension/")).Expect(404);
    }

    private static IEnumerable<string> Texts(JsonElement extension, string list, string first, string second) =>
        extension.GetProperty(list).EnumerateArray().Select(item => $"{item.GetProperty(first).GetString()} {item.GetProperty(second).GetString()}");
}
