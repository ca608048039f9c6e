using System.Globalization;
using System.Text.Json;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class ApplicationTokenTests(ServerFixture fixture)
{
    private const string Path = "/api/admin/application-tokens";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_token_is_shown_whole_once_and_then_only_what_is_known_of_it()
    {
        var made = (await Server.Admin.Api.Post(Path, """{"name": " Backup ", "description": "every night"}""")).Expect(201);

        made.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["token", "token_value"]);
        var token = made.Json.GetProperty("token");
        var value = made.Json.GetProperty("token_value").GetString()!;
        value.ShouldMatch("^tb_[a-z0-9]{10}_[A-Za-z0-9_-]{43}$");
        var id = token.GetProperty("id").GetString()!;
        token.GetRawText().ShouldBe(
            $$"""{"id":"{{id}}","name":" Backup ","description":"every night","created_at":{{token.GetProperty("created_at").GetRawText()}},"last_used_at":null,"expires_at":null,"is_active":true,"is_valid":true,"prefix":"{{value[..13]}}","scopes":null}""");
        (await Server.Admin.Api.Get($"{Path}/{id}")).Expect(200).Text.ShouldBe(token.GetRawText());
        (await File.ReadAllBytesAsync(Server.DatabasePath, TestContext.Current.CancellationToken)).AsSpan()
            .IndexOf(System.Text.Encoding.ASCII.GetBytes(value[14..])).ShouldBe(-1);
    }

    [Fact]
    public async Task Tokens_are_listed_newest_first_without_their_values()
    {
        var (first, second) = (await Server.NewApplicationToken(), await Server.NewApplicationToken());

        var answer = (await Server.Admin.Api.Get(Path)).Expect(200);

        var ids = answer.Json.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("id").GetString()!).ToList();
        ids.ShouldBe(ids.OrderDescending(StringComparer.Ordinal));
        ids.ShouldContain(first.Id);
        ids.ShouldContain(second.Id);
        answer.Text.ShouldNotContain(first.Value[14..]);
    }

    [Fact]
    public async Task A_program_has_admin_rights_and_owns_nothing()
    {
        var program = Server.WithToken((await Server.NewApplicationToken()).Value);
        var owned = await Server.NewCollection(
            options: """{"access": {"list": "owner", "read": "owner", "create": "auth", "update": "owner", "delete": "admin"}}""");
        var path = $"/api/collections/{owned}/records";
        var user = await Server.NewUser();
        var ofUser = (await user.Api.Post(path, """{"title": "theirs"}""")).Expect(201).Id;

        var own = (await program.Post(path, """{"title": "ours"}""")).Expect(201).Json;

        own.GetProperty("owner_id").ValueKind.ShouldBe(JsonValueKind.Null);
        (await program.Patch($"{path}/{ofUser}", """{"title": "changed"}""")).Expect(200);
        (await program.Get(path)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(2);
        (await program.Delete($"{path}/{ofUser}")).Expect(204);
        (await program.Delete($"/api/collections/{owned}")).Expect(204);
        (await program.Get("/api/auth/me")).Expect(403).Detail.ShouldBe("Only users can do this");
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once_and_its_row_stays()
    {
        var (id, value) = await Server.NewApplicationToken();
        var program = Server.WithToken(value);
        (await program.Get(Path)).Expect(200);

        (await Server.Admin.Api.Delete($"{Path}/{id}")).Expect(204).Text.ShouldBeEmpty();

        (await program.Get(Path)).Expect(401);
        var token = (await Server.Admin.Api.Get($"{Path}/{id}")).Expect(200).Json;
        (token.GetProperty("is_active").GetBoolean(), token.GetProperty("is_valid").GetBoolean()).ShouldBe((false, false));
        (await Server.Admin.Api.Delete($"{Path}/{id}")).Expect(204);
        (await Server.Admin.Api.Patch($"{Path}/{id}", """{"is_active": true}""")).Expect(200)
            .Json.GetProperty("is_valid").GetBoolean().ShouldBeTrue();
        (await program.Get(Path)).Expect(200);
        (await Server.Admin.Api.Patch($"{Path}/{id}", """{"is_active": "off"}""")).Expect(200);
        (await program.Get(Path)).Expect(401);
    }

    [Fact]
    public async Task No_request_sent_after_the_answer_to_a_revocation_is_taken()
    {
        for (var round = 0; round < 5; round++)
        {
            var (id, value) = await Server.NewApplicationToken();
            var program = Server.WithToken(value);
            var revoked = 0;
            var requests = Enumerable.Range(0, 10).Select(async _ =>
            {
                var taken = 0;
                for (var late = 0; late < 5;)
                {
                    var isLate = Volatile.Read(ref revoked) == 1;
                    var status = (await program.Get(Path)).Status;
                    if (isLate) late++;
                    if (isLate && status != 401) taken++;
                }

                return taken;
            }).ToList();

            (await Server.Admin.Api.Delete($"{Path}/{id}")).Expect(204);
            Volatile.Write(ref revoked, 1);

            (await Task.WhenAll(requests)).Sum().ShouldBe(0);
        }
    }

    [Fact]
    public async Task What_is_absent_stays_and_a_description_of_null_is_removed()
    {
        var id = (await Server.Admin.Api.Post(Path, """{"name": "before", "description": "why"}""")).Expect(201)
            .Json.GetProperty("token").GetProperty("id").GetString()!;
        async Task<(string?, string?, bool)> Change(string json)
        {
            var token = (await Server.Admin.Api.Patch($"{Path}/{id}", json)).Expect(200).Json;
            return (token.GetProperty("name").GetString(), token.GetProperty("description").GetString(), token.GetProperty("is_active").GetBoolean());
        }

        (await Change("{}")).ShouldBe(("before", "why", true));
        (await Change("""{"name": null, "is_active": null}""")).ShouldBe(("before", "why", true));
        (await Change("""{"name": ""}""")).ShouldBe(("", "why", true));
        (await Change("""{"description": ""}""")).ShouldBe(("", "", true));
        (await Change("""{"description": null}""")).ShouldBe(("", null, true));
        (await Change("""{"name": "after", "description": "because", "is_active": false}""")).ShouldBe(("after", "because", false));
    }

    [Fact]
    public async Task A_token_expires_also_if_it_was_used_before()
    {
        var clock = new TestClock();
        await using var server = await TestServer.Start(
            new ServerSetup { Services = builder => builder.Services.AddSingleton<TimeProvider>(clock) });
        var (id, value) = await server.NewApplicationToken(days: 1);
        var (_, lasting) = await server.NewApplicationToken();
        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        (await server.WithToken(value).Get(Path)).Expect(200);
        clock.Advance(TimeSpan.FromMinutes(1));

        (await server.WithToken(value).Get(Path)).Expect(401);

        clock.Advance(TimeSpan.FromDays(20_000));
        var token = (await server.WithToken(lasting).Get($"{Path}/{id}")).Expect(200).Json;
        (token.GetProperty("is_active").GetBoolean(), token.GetProperty("is_valid").GetBoolean()).ShouldBe((true, false));
    }

    [Fact]
    public async Task The_row_decides_when_a_token_expires()
    {
        var (id, value) = await Server.NewApplicationToken();
        Server.Sql("UPDATE _application_token SET expires_at = '2001-01-01T00:00:00.000000Z' WHERE id = $id", ("$id", id));

        (await Server.WithToken(value).Get(Path)).Expect(401);
    }

    [Fact]
    public async Task The_last_use_is_kept_once_a_minute()
    {
        var clock = new TestClock();
        await using var server = await TestServer.Start(
            new ServerSetup { Services = builder => builder.Services.AddSingleton<TimeProvider>(clock) });
        var (id, value) = await server.NewApplicationToken();
        var program = server.WithToken(value);
        var before = clock.GetUtcNow();

        (await program.Get(Path)).Expect(200);
        var first = await NextUse(server, id, after: null);
        clock.Advance(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 10; i++) (await program.Get(Path)).Expect(200);
        // Written after whatever the requests may have queued.
        await server.NewApplicationToken();
        (await LastUse(server, id)).ShouldBe(first);
        clock.Advance(TimeSpan.FromSeconds(31));
        (await program.Get(Path)).Expect(200);
        var second = await NextUse(server, id, after: first);

        Parse(first).ShouldBeGreaterThanOrEqualTo(before.AddTicks(-10));
        (Parse(second) - Parse(first)).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_token_survives_a_restart_and_so_does_its_revocation()
    {
        using var folder = new Cli.TestFolder();
        var setup = new ServerSetup { Root = folder.Path };
        (string Id, string Value) kept, revoked;
        await using (var first = await TestServer.Start(setup))
        {
            (kept, revoked) = (await first.NewApplicationToken(), await first.NewApplicationToken());
            (await first.Admin.Api.Delete($"{Path}/{revoked.Id}")).Expect(204);
        }

        await using var second = await TestServer.Start(setup);

        (await second.WithToken(kept.Value).Get(Path)).Expect(200);
        (await second.WithToken(revoked.Value).Get(Path)).Expect(401);
    }

    [Theory]
    [InlineData("{}", "missing @ body.name")]
    [InlineData("""{"name": null}""", "string_type @ body.name")]
    [InlineData("""{"name": "x", "expires_days": 0}""", "greater_than_equal @ body.expires_days")]
    [InlineData("""{"name": "x", "expires_days": 36501}""", "less_than_equal @ body.expires_days")]
    [InlineData("""{"name": "x", "expires_days": 1.5}""", "int_from_float @ body.expires_days")]
    [InlineData("""{"name": "x", "expires_days": "soon"}""", "int_parsing @ body.expires_days")]
    [InlineData("""{"name": "x", "expire_days": 3, "scope": {}}""", "extra_forbidden @ body.expire_days|extra_forbidden @ body.scope")]
    [InlineData("""{"name": "x", "expiresDays": 3}""", "extra_forbidden @ body.expiresDays")]
    [InlineData("""{"name": 1, "description": [], "expires_days": {}}""", "string_type @ body.name|string_type @ body.description|int_type @ body.expires_days")]
    public async Task A_token_that_cannot_be_is_refused_with_all_that_is_wrong(string json, string problems) =>
        (await Server.Admin.Api.Post(Path, json)).Expect(422).Problems.ShouldBe(problems.Split('|'));

    [Theory]
    [InlineData("""{"expires_days": 3}""", "value_error @ body.expires_days")]
    [InlineData("""{"scope": {"collections": {}}}""", "extra_forbidden @ body.scope")]
    public async Task A_change_that_would_change_nothing_is_refused(string json, string problem)
    {
        var (id, _) = await Server.NewApplicationToken();

        (await Server.Admin.Api.Patch($"{Path}/{id}", json)).Expect(422).Problems.ShouldBe([problem]);
    }

    [Theory]
    [InlineData("""{"name": ""}""")]
    [InlineData("""{"name": "x", "expires_days": 36500}""")]
    [InlineData("""{"name": "x", "expires_days": "7"}""")]
    [InlineData("""{"name": "x", "expires_days": 7.0, "description": null, "more": 1}""")]
    public async Task A_token_at_the_bounds_is_made(string json) => (await Server.Admin.Api.Post(Path, json)).Expect(201);

    [Theory]
    [InlineData(200, 500, 201)]
    [InlineData(201, 500, 422)]
    [InlineData(200, 501, 422)]
    public async Task Name_and_description_have_a_longest_length(int name, int description, int status) =>
        (await Server.Admin.Api.Post(
            Path, TestServer.JsonText(("name", new string('ä', name)), ("description", new string('ä', description))))).Expect(status);

    [Fact]
    public async Task A_token_that_there_is_not_is_not_found()
    {
        var id = Guid.NewGuid().ToString();
        var api = Server.Admin.Api;
        foreach (var answer in (Answer[])[
            await api.Get($"{Path}/{id}"), await api.Patch($"{Path}/{id:N}", "{}"), await api.Delete($"{Path}/{id}")])
        {
            answer.Expect(404).Detail.ShouldBe($"Application token '{id}' not found");
        }

        (await api.Patch($"{Path}/x", """{"is_active": "maybe"}""")).Expect(422).Problems
            .ShouldBe(["uuid_parsing @ path.id", "bool_parsing @ body.is_active"]);
    }

    [Fact]
    public async Task Scopes_say_what_a_program_may_do_and_nothing_else()
    {
        var (named, other) = (await Server.NewCollection(), await Server.NewCollection());
        var user = await Server.NewUser();
        var theirs = (await user.Api.Post($"/api/collections/{named}/records", """{"title": "theirs"}""")).Expect(201).Id;
        var program = await NewProgram($$$"""{"collections": {"{{{named}}}": ["list", "update"], "*": ["create"]}, "functions": ["no_such"]}""");

        (await program.Get($"/api/collections/{named}/records")).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await program.Patch($"/api/collections/{named}/records/{theirs}", """{"title": "changed"}""")).Expect(200);
        (await program.Get($"/api/collections/{named}/records/{theirs}")).Expect(403);
        (await program.Delete($"/api/collections/{named}/records/{theirs}")).Expect(403);
        (await program.Post($"/api/collections/{named}/records", """{"title": "no"}""")).Expect(403);
        (await program.Post($"/api/collections/{other}/records", """{"title": "yes"}""")).Expect(201);
        (await program.Get($"/api/collections/{other}/records")).Expect(403);
        (await program.Get(Path)).Expect(403).Detail.ShouldBe("Admin access required");
        (await program.Post("/api/collections", """{"name": "no", "label": "No", "schema": {}}""")).Expect(403);
        (await program.Get("/api/auth/me")).Expect(403);
    }

    [Fact]
    public async Task Other_scopes_count_at_once()
    {
        var collection = await Server.NewCollection();
        var made = (await Server.Admin.Api.Post(Path, """{"name": "scoped", "scopes": {}}""")).Expect(201).Json;
        var program = Server.WithToken(made.GetProperty("token_value").GetString()!);
        var one = $"{Path}/{made.GetProperty("token").GetProperty("id").GetString()}";
        (await program.Get($"/api/collections/{collection}/records")).Expect(403);

        var changed = (await Server.Admin.Api.Patch(one, """{"scopes": {"collections": {"*": ["list"]}}}""")).Expect(200).Json;

        (await program.Get($"/api/collections/{collection}/records")).Expect(200);
        changed.GetProperty("scopes").GetRawText().ShouldBe("""{"admin":false,"collections":{"*":["list"]},"functions":[],"metrics":false}""");
        (await Server.Admin.Api.Patch(one, """{"scopes": {"admin": true}}""")).Expect(200);
        (await program.Get(Path)).Expect(200);
    }

    [Theory]
    [InlineData("""{"scopes": []}""")]
    [InlineData("""{"scopes": {"admin": "yes"}}""")]
    [InlineData("""{"scopes": {"collections": {"a": ["write"]}}}""")]
    [InlineData("""{"scopes": {"collections": {"a": "list"}}}""")]
    [InlineData("""{"scopes": {"functions": [1]}}""")]
    [InlineData("""{"scopes": {"collection": {}}}""")]
    public async Task Scopes_that_cannot_be_are_refused(string json) =>
        (await Server.Admin.Api.Post(Path, "{\"name\": \"x\", " + json[1..])).Expect(422).Problems[0].ShouldEndWith(" @ body.scopes");

    [Fact]
    public async Task A_rotated_token_has_another_value_and_the_one_before_counts_no_more()
    {
        var (id, value) = await Server.NewApplicationToken();
        (await Server.WithToken(value).Get(Path)).Expect(200);

        var rotated = (await Server.Admin.Api.Post($"{Path}/{id}/rotate")).Expect(200).Json;

        var next = rotated.GetProperty("token_value").GetString()!;
        rotated.GetProperty("token").GetProperty("prefix").GetString().ShouldBe(next[..13]);
        (await Server.WithToken(value).Get(Path)).Expect(401);
        (await Server.WithToken(next).Get(Path)).Expect(200);
        (await Server.WithToken(value[..14] + next[14..]).Get(Path)).Expect(401);
    }

    [Fact]
    public async Task Tokens_are_found_by_their_prefix()
    {
        var (id, value) = await Server.NewApplicationToken();

        var found = (await Server.Admin.Api.Get($"{Path}?search={value[..13]}&is_active=true")).Expect(200).Json;

        found.GetProperty("tokens").EnumerateArray().Single().GetProperty("id").GetString().ShouldBe(id);
        found.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("Öl für Ärzte")]
    [InlineData("Öl")]
    [InlineData("FÜR")]
    [InlineData("öL FÜR")]
    public async Task Tokens_are_found_by_their_name(string search)
    {
        var (id, _) = await Server.NewApplicationToken(name: "Öl für Ärzte");

        var found = (await Server.Admin.Api.Get($"{Path}?search={Uri.EscapeDataString(search)}")).Expect(200).Json;

        found.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("id").GetString()).ShouldContain(id);
    }

    [Fact]
    public async Task A_signed_token_from_before_still_has_admin_rights_until_it_is_rotated()
    {
        var key = new string('k', 32);
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Auth.JwtSecretKey = key });
        var (id, _) = await server.NewApplicationToken();
        server.Sql("UPDATE _application_token SET prefix = NULL, token_hash = NULL WHERE id = $id", ("$id", id));
        var signed = Jwt.Sign(
            Jwt.Hs256, $$"""{"jti":"{{id}}","is_admin":true,"type":"access","scope":"application","iat":1}""", System.Text.Encoding.ASCII.GetBytes(key));
        (await server.WithToken(signed).Get(Path)).Expect(200);

        (await server.Admin.Api.Post($"{Path}/{id}/rotate")).Expect(200);

        (await server.WithToken(signed).Get(Path)).Expect(401);
    }

    private async Task<ApiClient> NewProgram(string scopes) => Server.WithToken(
        (await Server.Admin.Api.Post(Path, $$"""{"name": "scoped", "scopes": {{scopes}}}""")).Expect(201).Json.GetProperty("token_value").GetString()!);

    private static DateTimeOffset Parse(string? time) => DateTimeOffset.Parse(time!, CultureInfo.InvariantCulture);

    private static async Task<string?> LastUse(TestServer server, string id) =>
        (await server.Admin.Api.Get($"{Path}/{id}")).Expect(200).Json.GetProperty("last_used_at").GetString();

    private static async Task<string?> NextUse(TestServer server, string id, string? after)
    {
        string? use = after;
        await Eventually.Becomes(() => (use = LastUse(server, id).GetAwaiter().GetResult()) != after, expected: true);
        return use;
    }
}
