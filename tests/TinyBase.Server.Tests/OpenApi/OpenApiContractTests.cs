using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.OpenApi;

[Collection(typeof(OpenApiCollection))]
public sealed class OpenApiContractTests(OpenApiFixture fixture)
{
    private const string Unknown = "0190163d-8694-739b-aea5-966c26f8ad91";

    private readonly ApiContract _contract = new(fixture.Admin);

    private ApiClient Admin => fixture.Server.Admin.Api;

    private ApiClient Anonymous => fixture.Server.Anonymous;

    [Fact]
    public async Task The_system_answers_as_described()
    {
        await _contract.Call(Anonymous, "system_get_root", 200, "/");
        await _contract.Call(Anonymous, "system_get_health", 200, "/health");
        await _contract.Call(Anonymous, "system_get_healthz", 200, "/healthz");
        await _contract.Call(Anonymous, "system_get_openapi", 200, "/openapi.json");
    }

    [Fact]
    public async Task Users_and_sessions_are_answered_as_described()
    {
        var email = $"{TestServer.NewName("described")}@example.com";
        var credentials = TestServer.JsonText(("email", email), ("password", TestServer.Password));
        await _contract.Call(Anonymous, "auth_get_setup_status", 200, "/api/auth/setup-status");
        await _contract.Call(Anonymous, "auth_setup", 403, "/api/auth/setup", TestServer.JsonText(("token", "x"), ("email", email), ("password", TestServer.Password)));
        await _contract.Call(Anonymous, "auth_register", 201, "/api/auth/register", credentials);
        await _contract.Call(Anonymous, "auth_register", 400, "/api/auth/register", credentials);
        await _contract.Call(Anonymous, "auth_register", 422, "/api/auth/register", """{"password": "short"}""");
        await _contract.Call(Anonymous, "auth_login", 401, "/api/auth/login", TestServer.JsonText(("email", email), ("password", "wrong")));
        var login = (await _contract.Call(Anonymous, "auth_login", 200, "/api/auth/login", credentials)).Json;
        var user = fixture.Server.WithToken(login.GetProperty("access_token").GetString()!);
        await _contract.Call(fixture.Server.WithToken(login.GetProperty("refresh_token").GetString()!), "auth_refresh_token", 200, "/api/auth/refresh");
        await _contract.Call(Anonymous, "auth_refresh_token", 401, "/api/auth/refresh");
        await _contract.Call(Anonymous, "auth_get_me", 401, "/api/auth/me");
        await _contract.Call(user, "auth_get_me", 200, "/api/auth/me");
        await _contract.Call(user, "auth_list_sessions", 200, "/api/auth/sessions");
        await _contract.Call(user, "auth_end_session", 404, $"/api/auth/sessions/{Unknown}");
        await _contract.Call(user, "auth_end_session", 422, "/api/auth/sessions/nonsense");
        await _contract.Call(user, "auth_logout", 422, "/api/auth/logout?scope=all");
        await _contract.Call(user, "auth_change_password", 400, "/api/auth/password", """{"current_password": "no", "password": "another long one"}""");
        await _contract.Call(
            user, "auth_change_password", 200, "/api/auth/password", TestServer.JsonText(("current_password", TestServer.Password), ("password", "another long one")));
        var code = TestServer.JsonText(("redirect_url", "https://app.example.com/"), ("code_challenge", new string('c', 43)));
        await _contract.Call(user, "auth_create_portal_code", 404, "/api/auth/portal/code", code);
        await _contract.Call(user, "auth_create_portal_code", 422, "/api/auth/portal/code", "{}");
        await _contract.Call(
            Anonymous, "auth_redeem_portal_code", 404, "/api/auth/portal/token",
            TestServer.JsonText(("code", "none"), ("code_verifier", new string('v', 43)), ("redirect_url", "https://app.example.com/")));
        await _contract.Call(user, "admin_list_application_tokens", 403, "/api/admin/application-tokens");
        await _contract.Call(user, "auth_logout", 200, "/api/auth/logout");
    }

    [Fact]
    public async Task Application_tokens_are_answered_as_described()
    {
        const string Path = "/api/admin/application-tokens";
        var made = await _contract.Call(
            Admin, "admin_create_application_token", 201, Path, """{"name": "described", "description": null, "expires_days": 3}""");
        var id = made.Json.GetProperty("token").GetProperty("id").GetString();
        var program = fixture.Server.WithToken(made.Json.GetProperty("token_value").GetString()!);
        await _contract.Call(program, "auth_get_me", 403, "/api/auth/me");
        await _contract.Call(Admin, "admin_list_application_tokens", 200, Path);
        await _contract.Call(Admin, "admin_get_application_token", 200, $"{Path}/{id}");
        await _contract.Call(Admin, "admin_get_application_token", 404, $"{Path}/{Unknown}");
        await _contract.Call(Admin, "admin_update_application_token", 200, $"{Path}/{id}", """{"description": "for a test"}""");
        await _contract.Call(Admin, "admin_update_application_token", 422, $"{Path}/{id}", """{"name": 7}""");
        await _contract.Call(Admin, "admin_revoke_application_token", 204, $"{Path}/{id}");
    }

    [Fact]
    public async Task Schedules_are_answered_as_described()
    {
        const string Path = "/api/admin/schedules";
        const string Daily = """{"method": "cron", "cron": "@daily", "timezone": "Europe/Berlin"}""";
        await _contract.Call(Admin, "schedules_create_schedule", 400, Path, $$"""{"name": "it", "function_name": "none", "schedule": {{Daily}}}""");
        await _contract.Call(Admin, "schedules_create_schedule", 422, Path, """{"name": ""}""");
        await _contract.Call(Admin, "schedules_preview_schedule", 200, $"{Path}/preview", $$"""{"schedule": {{Daily}}, "from": null}""");
        await _contract.Call(Admin, "schedules_preview_schedule", 400, $"{Path}/preview", """{"schedule": {"method": "cron", "cron": "never"}}""");
        var all = await _contract.Call(Admin, "schedules_list_schedules", 200, $"{Path}?source=system");
        var job = all.Json.GetProperty("schedules")[0].GetProperty("id").GetString();
        await _contract.Call(Admin, "schedules_get_schedule", 200, $"{Path}/{job}");
        await _contract.Call(Admin, "schedules_get_schedule", 404, $"{Path}/{Unknown}");
        await _contract.Call(Admin, "schedules_update_schedule", 409, $"{Path}/{job}", """{"name": "mine"}""");
        await _contract.Call(Admin, "schedules_update_schedule", 404, $"{Path}/{Unknown}", """{"name": "mine"}""");
        await _contract.Call(Admin, "schedules_delete_schedule", 409, $"{Path}/{job}");
        await _contract.Call(Admin, "schedules_run_schedule", 202, $"{Path}/{job}/run");
        await _contract.Call(Admin, "schedules_list_runs", 200, $"{Path}/{job}/runs");
        await _contract.Call(Anonymous, "schedules_list_runs", 401, $"{Path}/{job}/runs");
    }

    [Fact]
    public async Task Collections_are_answered_as_described()
    {
        var name = TestServer.NewName("described");
        var body = $$"""
            {"name": "{{name}}", "label": "Described", "schema": {"fields": [{{OpenApiFixture.AllFields}}]}, "options": {"access": {"list": "auth"} } }
            """;
        await _contract.Call(Admin, "collections_create_collection", 201, "/api/collections", body);
        await _contract.Call(Admin, "collections_create_collection", 400, "/api/collections", body);
        await _contract.Call(Admin, "collections_create_collection", 422, "/api/collections", """{"name": "No"}""");
        await _contract.Call(Anonymous, "collections_create_collection", 401, "/api/collections", body);
        await _contract.Call(Anonymous, "collections_list_collections", 200, "/api/collections");
        await _contract.Call(Admin, "collections_list_collections", 200, "/api/collections");
        await _contract.Call(Admin, "collections_get_collection", 200, $"/api/collections/{name}");
        await _contract.Call(Admin, "collections_get_collection", 404, "/api/collections/nothing");
        await _contract.Call(Admin, "collections_update_collection", 200, $"/api/collections/{name}", """{"label": "Changed"}""");
        await _contract.Call(Admin, "collections_delete_collection", 204, $"/api/collections/{name}");
    }

    [Fact]
    public async Task Records_of_a_collection_are_answered_as_described()
    {
        const string Path = "/api/collections/movies/records";
        var example = _contract.Example("MoviesCreate");
        var made = await _contract.Call(Admin, "movies_create_record", 201, Path, example);
        await _contract.Call(Admin, "movies_create_record", 201, Path, """{"data": {"title": "Only what must be", "year": 1999}}""");
        await _contract.Call(Admin, "movies_create_record", 400, Path, example);
        await _contract.Call(Admin, "movies_create_record", 400, Path, """{"data": {"title": 1, "size": {}}}""");
        await _contract.Call(Admin, "movies_create_record", 422, Path, """{"data": 1}""");
        await _contract.Call(Anonymous, "movies_create_record", 401, Path, example);
        await _contract.Call(Anonymous, "movies_list_records", 200, $"{Path}?filter[year][gte]=1900&sort_by=-year&count=false");
        await _contract.Call(Anonymous, "movies_list_records", 200, $"{Path}?limit=1");
        await _contract.Call(Anonymous, "movies_list_records", 422, $"{Path}?limit=0");
        await _contract.Call(Anonymous, "secrets_list_records", 403, "/api/collections/secrets/records");
        await _contract.Call(Anonymous, "movies_get_record", 200, $"{Path}/{made.Id}");
        await _contract.Call(Anonymous, "movies_get_record", 304, $"{Path}/{made.Id}", null, ("If-None-Match", made.Header("ETag")!));
        await _contract.Call(Anonymous, "movies_get_record", 404, $"{Path}/{Unknown}");
        await _contract.Call(Admin, "movies_update_record", 200, $"{Path}/{made.Id}", """{"data": {"mood": null, "tags": ["a"]}}""");
        await _contract.Call(Admin, "movies_update_record", 412, $"{Path}/{made.Id}", """{"data": {"year": 2000}}""", ("If-Match", "\"1\""));
        await _contract.Call((await fixture.Server.NewUser()).Api, "movies_update_record", 403, $"{Path}/{made.Id}", """{"data": {"year": 2000}}""");
        await _contract.Call(Admin, "movies_delete_record", 204, $"{Path}/{made.Id}");
    }

    [Fact]
    public async Task Records_of_any_collection_are_answered_as_described()
    {
        const string Path = "/api/collections/diaries/records";
        var made = await _contract.Call(Admin, "collections_create_record", 201, Path, """{"data": {"text": "Monday"}}""");
        await _contract.Call(Admin, "collections_list_records", 200, Path);
        await _contract.Call(Admin, "collections_get_record", 200, $"{Path}/{made.Id}");
        await _contract.Call(Admin, "collections_update_record", 200, $"{Path}/{made.Id}", """{"data": {"text": "Tuesday"}}""");
        await _contract.Call(Admin, "collections_delete_record", 204, $"{Path}/{made.Id}");
        await _contract.Call(Admin, "collections_list_records", 404, "/api/collections/nothing/records");
    }

    [Fact]
    public async Task A_limit_on_requests_is_answered_as_described()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.RateLimit.Enabled = true });
        var status = 0;
        for (var i = 0; i < 100 && status != 429; i++) status = (await server.Anonymous.Post("/api/auth/refresh")).Status;

        var answer = await _contract.Call(server.Anonymous, "auth_refresh_token", 429, "/api/auth/refresh");

        answer.Detail.ShouldContain("Rate limit");
    }
}
