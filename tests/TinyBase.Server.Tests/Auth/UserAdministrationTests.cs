using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class UserAdministrationTests(ServerFixture fixture)
{
    private const string Path = "/api/admin/users";

    private TestServer Server => fixture.Server;

    private ApiClient Admin => fixture.Server.Admin.Api;

    [Fact]
    public async Task Users_are_searched_sorted_and_paged()
    {
        var stem = TestServer.NewName("sorted");
        foreach (var name in (string[])["b", "C", "a"]) await Create($"{name}.{stem}@example.com");

        var page = (await Admin.Get($"{Path}?search={stem.ToUpperInvariant()}&sort_by=email&sort_order=desc&limit=2&offset=1")).Expect(200).Json;

        page.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("email").GetString()![0]).ShouldBe(['b', 'a']);
        (page.GetProperty("total").GetInt32(), page.GetProperty("limit").GetInt32(), page.GetProperty("offset").GetInt32()).ShouldBe((3, 2, 1));
        var asMade = (await Admin.Get($"{Path}?search={stem}&is_admin=false")).Json.GetProperty("users").EnumerateArray();
        asMade.Select(user => user.GetProperty("email").GetString()![0]).ShouldBe(['b', 'C', 'a']);
        (await Admin.Get($"{Path}?search={stem}&is_admin=true")).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await Admin.Get($"{Path}?sort_by=password_hash&limit=0")).Expect(422).Problems
            .ShouldBe(["enum @ query.sort_by", "greater_than_equal @ query.limit"]);
    }

    [Fact]
    public async Task A_user_is_made_with_rights_and_can_log_in()
    {
        var email = $"{TestServer.NewName("Made")}@Example.com";

        var made = (await Admin.Post(Path, $$"""{"email": "{{email}}", "password": "{{TestServer.Password}}", "is_admin": true}""")).Expect(201);

        made.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "email", "is_admin", "created_at", "updated_at", "email_verified"]);
        made.Json.GetProperty("is_admin").GetBoolean().ShouldBeTrue();
        (await (await Server.Login(email)).Api.Get($"{Path}/{made.Id}")).Expect(200).Text.ShouldBe(made.Text);
        (await Admin.Post(Path, TestServer.JsonText(("email", email.ToUpperInvariant()), ("password", TestServer.Password)))).Expect(400)
            .Detail.ShouldBe("Email already registered");
    }

    [Theory]
    [InlineData("""{"email": "notanemail", "password": "correct horse"}""", "value_error @ body.email")]
    [InlineData("""{"email": "a@example.com", "password": "short"}""", "string_too_short @ body.password")]
    [InlineData("""{"email": "a@example.com", "password": "correct horse", "is_admin": "perhaps"}""", "bool_parsing @ body.is_admin")]
    public async Task A_user_that_cannot_be_is_refused(string body, string problem) =>
        (await Admin.Post(Path, body)).Expect(422).Problems.ShouldBe([problem]);

    [Fact]
    public async Task Another_password_ends_the_sessions_and_absent_is_unchanged()
    {
        var user = await Server.NewUser();

        var changed = (await Admin.Patch($"{Path}/{user.Id}", """{"password": "another long one", "email": null}""")).Expect(200).Json;

        (await user.Api.Get("/api/auth/me")).Expect(401);
        (await Server.WithToken(user.RefreshToken).Post("/api/auth/refresh")).Expect(401);
        changed.GetProperty("email").GetString().ShouldBe(user.Email);
        changed.GetProperty("updated_at").GetString().ShouldNotBe(changed.GetProperty("created_at").GetString());
        await Server.Login(user.Email, "another long one");
    }

    [Fact]
    public async Task Other_rights_end_the_sessions_and_another_address_does_not()
    {
        var user = await Server.NewUser();
        var email = $"{TestServer.NewName("moved")}@example.com";

        (await Admin.Patch($"{Path}/{user.Id}", TestServer.JsonText(("email", email)))).Expect(200);
        (await user.Api.Get("/api/auth/me")).Expect(200).Json.GetProperty("email").GetString().ShouldBe(email);

        (await Admin.Patch($"{Path}/{user.Id}", """{"is_admin": true}""")).Expect(200);
        (await user.Api.Get("/api/auth/me")).Expect(401);
        var other = await Server.NewUser();
        (await Admin.Patch($"{Path}/{user.Id}", TestServer.JsonText(("email", other.Email.ToUpperInvariant())))).Expect(400)
            .Detail.ShouldBe("Email already registered");
    }

    [Fact]
    public async Task A_deleted_users_tokens_end_and_their_records_stay_without_owner()
    {
        var collection = await Server.NewCollection(options: """{"access": {"list": "owner", "read": "auth"}}""");
        var path = $"/api/collections/{collection}/records";
        var user = await Server.NewUser();
        var record = (await user.Api.Post(path, """{"title": "theirs"}""")).Expect(201);
        var before = (await Admin.Get($"{path}/{record.Id}")).Header("ETag");

        (await Admin.Delete($"{Path}/{user.Id}")).Expect(204);

        (await user.Api.Get("/api/auth/me")).Expect(401);
        (await Server.WithToken(user.RefreshToken).Post("/api/auth/refresh")).Expect(401);
        var left = (await Admin.Get($"{path}/{record.Id}")).Expect(200);
        left.Json.GetProperty("owner_id").ValueKind.ShouldBe(JsonValueKind.Null);
        left.Header("ETag").ShouldNotBe(before);
        (await Admin.Get($"{Path}/{user.Id}")).Expect(404).Detail.ShouldBe($"User '{user.Id}' not found");
        (await Admin.Delete($"{Path}/{user.Id}")).Expect(404);
    }

    [Fact]
    public async Task Nobody_deletes_their_own_account() =>
        (await Admin.Delete($"{Path}/{Server.Admin.Id}")).Expect(400).Detail.ShouldBe("Cannot delete your own account");

    [Fact]
    public async Task Of_two_admins_who_go_at_the_same_moment_one_stays()
    {
        await using var server = await TestServer.Start();
        var program = server.WithToken((await server.NewApplicationToken()).Value);
        for (var round = 0; round < 5; round++)
        {
            var other = await server.NewAdmin();
            var first = round == 0 ? server.Admin.Id : FirstAdmin(await program.Get($"{Path}?is_admin=true"), except: other.Id);
            Task<Answer> Go(string id, bool delete) =>
                delete ? program.Delete($"{Path}/{id}") : program.Patch($"{Path}/{id}", """{"is_admin": false}""");

            var answers = await Task.WhenAll(Go(first, delete: round % 2 == 1), Go(other.Id, delete: false));

            answers.Count(answer => answer.Status < 300).ShouldBe(1);
            answers.Single(answer => answer.Status == 400).Detail.ShouldBeOneOf("Cannot demote the last admin user", "Cannot delete the last admin user");
            (await program.Get($"{Path}?is_admin=true")).Json.GetProperty("total").GetInt32().ShouldBe(1);
        }
    }

    [Fact]
    public async Task Two_admins_who_demote_each_other_leave_one()
    {
        await using var server = await TestServer.Start();
        var other = await server.NewAdmin();
        const string Demote = """{"is_admin": false}""";

        var answers = await Task.WhenAll(server.Admin.Api.Patch($"{Path}/{other.Id}", Demote), other.Api.Patch($"{Path}/{server.Admin.Id}", Demote));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 400 || answer.Status == 401);
    }

    private static string FirstAdmin(Answer list, string except) => list.Json.GetProperty("users").EnumerateArray()
        .Select(user => user.GetProperty("id").GetString()!).First(id => id != except);

    private async Task Create(string email) =>
        (await Admin.Post(Path, TestServer.JsonText(("email", email), ("password", TestServer.Password)))).Expect(201);
}
