using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Audit;

public sealed class AuditTests(ServerFixture fixture)
{
    private const string Path = "/api/admin/audit";

    private TestServer Server => fixture.Server;

    private ApiClient Admin => fixture.Server.Admin.Api;

    [Fact]
    public async Task Who_did_what_to_which_user_when_and_from_where()
    {
        var admin = await Server.NewAdmin();
        var user = await Server.NewUser();
        var changed = (await admin.Api.Patch($"/api/admin/users/{user.Id}", """{"password": "another long one", "is_admin": true}""")).Expect(200);
        (await admin.Api.Delete($"/api/admin/users/{user.Id}")).Expect(204);

        var entries = await Entries($"?object_type=user&object_id={user.Id}&action=user.*");

        entries.Select(Action).ShouldBe(["user.delete", "user.update"]);
        var update = entries[1];
        update.GetProperty("actor_kind").GetString().ShouldBe("user");
        update.GetProperty("actor_id").GetString().ShouldBe(admin.Id);
        update.GetProperty("actor_name").GetString().ShouldBe(admin.Email);
        update.GetProperty("object_name").GetString().ShouldBe(user.Email);
        update.GetProperty("address").GetString().ShouldBe("127.0.0.1");
        update.GetProperty("request_id").GetString().ShouldBe(changed.Header("X-Request-Id"));
        update.GetProperty("succeeded").GetBoolean().ShouldBeTrue();
        update.GetProperty("details").GetRawText().ShouldBe("""{"password":"changed","is_admin":{"from":false,"to":true}}""");
    }

    [Fact]
    public async Task Logins_are_told_whether_they_are_some_or_not()
    {
        var user = await Server.NewUser();
        (await Server.Anonymous.Post("/api/auth/login", TestServer.JsonText(("email", user.Email), ("password", "planted-9e1c")))).Expect(401);

        var done = await Entries($"?action=auth.login&object_id={user.Id}");
        var failed = (await Entries("?action=auth.login&succeeded=false&actor_kind=anonymous&limit=1000"))
            .Where(entry => entry.GetProperty("object_name").GetString() == user.Email).ToList();

        done.Single().GetProperty("actor_id").GetString().ShouldBe(user.Id);
        failed.Single().GetProperty("actor_name").GetString().ShouldBe(user.Email);
        failed[0].GetRawText().ShouldNotContain("planted");
    }

    [Fact]
    public async Task A_program_is_an_actor_of_its_own()
    {
        var (id, value) = await Server.NewApplicationToken();
        var name = TestServer.NewName("by_program");

        (await Server.WithToken(value).Post("/api/collections", $$$"""{"name": "{{{name}}}", "label": "Made", "schema": {}}""")).Expect(201);

        var entry = (await Entries($"?actor_id={id}")).Single();
        (Action(entry), entry.GetProperty("actor_kind").GetString(), entry.GetProperty("actor_name").GetString())
            .ShouldBe(("collection.create", "application", "A program"));
        entry.GetProperty("object_name").GetString().ShouldBe(name);
    }

    [Fact]
    public async Task A_refused_change_leaves_no_entry()
    {
        var user = await Server.NewUser();

        (await Admin.Patch($"/api/admin/users/{user.Id}", TestServer.JsonText(("email", Server.Admin.Email)))).Expect(400);

        (await Entries($"?object_id={user.Id}&action=user.*")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_are_paged_and_filtered_by_time()
    {
        var admin = await Server.NewAdmin();
        for (var i = 0; i < 3; i++) (await admin.Api.Post("/api/admin/application-tokens", """{"name": "many"}""")).Expect(201);
        var all = await Entries($"?actor_id={admin.Id}&object_type=application_token");

        var page = (await Admin.Get($"{Path}?actor_id={admin.Id}&object_type=application_token&limit=1&offset=1")).Expect(200).Json;

        page.GetProperty("total").GetInt32().ShouldBe(3);
        page.GetProperty("entries").EnumerateArray().Single().GetRawText().ShouldBe(all[1].GetRawText());
        (await Entries($"?actor_id={admin.Id}&since=2100-01-01")).ShouldBeEmpty();
        (await Entries($"?actor_id={admin.Id}&until=2000-01-01T00:00:00Z")).ShouldBeEmpty();
        (await Admin.Get($"{Path}?since=soon&actor_kind=ghost")).Expect(422).Problems
            .ShouldBe(["enum @ query.actor_kind", "datetime_parsing @ query.since"]);
    }

    [Fact]
    public async Task What_is_done_to_webhooks_and_schedules_is_told()
    {
        var admin = await Server.NewAdmin();
        var made = (await admin.Api.Post("/api/admin/webhooks", """{"name": "told", "url": "https://example.com/hook", "events": ["schedule.fire"]}""")).Expect(201).Json;
        var webhook = $"/api/admin/webhooks/{made.GetProperty("webhook").GetProperty("id").GetString()}";
        (await admin.Api.Patch(webhook, """{"name": "told again"}""")).Expect(200);
        (await admin.Api.Delete(webhook)).Expect(204);
        var job = (await admin.Api.Get("/api/admin/schedules")).Expect(200).Json.GetProperty("schedules")[0];
        (await admin.Api.Post($"/api/admin/schedules/{job.GetProperty("id").GetString()}/run")).Expect(202);

        var entries = await Entries($"?actor_id={admin.Id}&action=*");

        entries.Select(Action).Where(action => !action.StartsWith("auth.", StringComparison.Ordinal))
            .ShouldBe(["schedule.run", "webhook.delete", "webhook.update", "webhook.create"]);
        entries[0].GetProperty("object_name").GetString().ShouldBe(job.GetProperty("name").GetString());
    }

    [Fact]
    public async Task One_entry_is_read_by_its_id()
    {
        var entry = (await Entries("?limit=1"))[0];
        var missing = Guid.CreateVersion7();

        (await Admin.Get($"{Path}/{entry.GetProperty("id").GetString()}")).Expect(200).Text.ShouldBe(entry.GetRawText());
        (await Admin.Get($"{Path}/{missing}")).Expect(404).Detail.ShouldBe($"Audit entry '{missing}' not found");
        (await Admin.Get($"{Path}/first")).Expect(422).Problems.ShouldBe(["uuid_parsing @ path.id"]);
    }

    [Fact]
    public void No_statement_changes_an_entry() =>
        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => Server.Sql("UPDATE _audit SET actor_id = NULL"))
            .Message.ShouldContain("the audit log is append-only");

    private static string Action(JsonElement entry) => entry.GetProperty("action").GetString()!;

    private async Task<IReadOnlyList<JsonElement>> Entries(string query) =>
        [.. (await Admin.Get(Path + query)).Expect(200).Json.GetProperty("entries").EnumerateArray()];
}
