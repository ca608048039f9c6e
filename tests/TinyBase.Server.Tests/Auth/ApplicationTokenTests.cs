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
        var id = token.GetProperty("id").GetString()!;
        token.GetRawText().ShouldBe(
            $$"""{"id":"{{id}}","name":" Backup ","description":"every night","created_at":{{token.GetProperty("created_at").GetRawText()}},"last_used_at":null,"expires_at":null,"is_active":true,"is_valid":true}""");
        (await Server.Admin.Api.Get($"{Path}/{id}")).Expect(200).Text.ShouldBe(token.GetRawText());
        var value = made.Json.GetProperty("token_value").GetString()!;
        var claims = Jwt.Claims(value);
        claims.EnumerateObject().Select(claim => claim.Name).ShouldBe(["jti", "is_admin", "type", "scope", "iat"], ignoreOrder: true);
        claims.GetProperty("jti").GetString().ShouldBe(id);
        claims.GetProperty("type").GetString().ShouldBe("access");
        claims.GetProperty("scope").GetString().ShouldBe("application");
        (await File.ReadAllBytesAsync(Server.DatabasePath, TestContext.Current.CancellationToken)).AsSpan()
            .IndexOf(System.Text.Encoding.ASCII.GetBytes(value.Split('.')[2])).ShouldBe(-1);
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
        answer.Text.ShouldNotContain(first.Value.Split('.')[2]);
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
    [InlineData("""{"name": 1, "description": [], "expires_days": {}}""", "string_type @ body.name|string_type @ body.description|int_type @ body.expires_days")]
    public async Task A_token_that_cannot_be_is_refused_with_all_that_is_wrong(string json, string problems) =>
        (await Server.Admin.Api.Post(Path, json)).Expect(422).Problems.ShouldBe(problems.Split('|'));

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
