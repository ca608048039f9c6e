using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

/// <summary>Versions of records, and requests that depend on them.</summary>
public sealed class EntityTagTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_record_comes_with_its_version()
    {
        var (path, made) = await NewRecord();

        made.Header("ETag").ShouldBe("\"1\"");
        (await Admin.Get(path)).Header("ETag").ShouldBe("\"1\"");
        (await Admin.Patch(path, """{"title": "b"}""")).Expect(200).Header("ETag").ShouldBe("\"2\"");
        (await Admin.Get(path)).Header("ETag").ShouldBe("\"2\"");
        for (var i = 0; i < 70; i++) (await Admin.Patch(path, "{}")).Expect(200);
        (await Admin.Get(path)).Header("ETag").ShouldBe("\"72\"");
    }

    [Theory]
    [InlineData("\"1\"", 304)]
    [InlineData("W/\"1\"", 304)]
    [InlineData("\"7\", \"1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"2\"", 200)]
    [InlineData("1", 200)]
    [InlineData("\"1", 200)]
    public async Task A_version_that_the_client_has_is_not_sent_again(string known, int status)
    {
        var (path, _) = await NewRecord();

        var answer = (await Send(Admin, HttpMethod.Get, path, "If-None-Match", known)).Expect(status);

        answer.Header("ETag").ShouldBe("\"1\"");
        if (status == 304) answer.Text.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"2\"", 200)]
    [InlineData("\"1\", \"2\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"1\"", 412)]
    [InlineData("\"3\"", 412)]
    [InlineData("W/\"2\"", 412)]
    [InlineData("2", 412)]
    [InlineData("\"2", 412)]
    [InlineData("nonsense, \"", 412)]
    [InlineData("", 412)]
    public async Task A_change_can_depend_on_the_version(string wanted, int status)
    {
        var (path, _) = await NewRecord();
        (await Admin.Patch(path, """{"title": "b"}""")).Expect(200);

        var changed = (await Send(Admin, HttpMethod.Patch, path, "If-Match", wanted, """{"title": "c"}""")).Expect(status);
        if (status == 412) changed.Detail.ShouldContain("has changed since");
        (await Admin.Get(path)).Data.GetProperty("title").GetString().ShouldBe(status == 200 ? "c" : "b");
    }

    [Fact]
    public async Task A_deletion_can_depend_on_the_version()
    {
        var (path, _) = await NewRecord();
        (await Admin.Patch(path, "{}")).Expect(200);

        (await Send(Admin, HttpMethod.Delete, path, "If-Match", "\"1\"")).Expect(412);
        (await Admin.Get(path)).Expect(200);
        (await Send(Admin, HttpMethod.Delete, path, "If-Match", "\"2\"")).Expect(204);
        (await Send(Admin, HttpMethod.Delete, path, "If-Match", "*")).Expect(404);
    }

    [Fact]
    public async Task Another_schema_makes_another_version_of_each_record()
    {
        var collection = await Server.NewCollection();
        var path = $"/api/collections/{collection}/records";
        path += "/" + (await Admin.Post(path, """{"title": "7"}""")).Expect(201).Id;
        (await Admin.Patch($"/api/collections/{collection}", """{"label": "Another label"}""")).Expect(200);
        (await Admin.Get(path)).Header("ETag").ShouldBe("\"1\"", "a record does not show the label");

        (await Admin.Patch($"/api/collections/{collection}", """{"schema": {"fields": [{"name": "title", "type": "int"}]}}""")).Expect(200);

        (await Send(Admin, HttpMethod.Get, path, "If-None-Match", "\"1\"")).Expect(200).Data.GetProperty("title").GetInt32().ShouldBe(7);
        (await Send(Admin, HttpMethod.Patch, path, "If-Match", "\"1\"", """{"title": 8}""")).Expect(412);
        (await Send(Admin, HttpMethod.Delete, path, "If-Match", "\"1\"")).Expect(412);
        var tag = (await Admin.Get(path)).Header("ETag")!;
        (await Send(Admin, HttpMethod.Get, path, "If-None-Match", tag)).Expect(304);
        tag = (await Send(Admin, HttpMethod.Patch, path, "If-Match", tag, """{"title": 8}""")).Expect(200).Header("ETag")!;
        (await Send(Admin, HttpMethod.Delete, path, "If-Match", tag)).Expect(204);
    }

    [Fact]
    public async Task Of_many_changes_of_one_version_one_is_done()
    {
        var (path, _) = await NewRecord();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Send(Admin, HttpMethod.Patch, path, "If-Match", "\"1\"", $$"""{"title": "{{i}}"}""")));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 412).ShouldBe(19);
        (await Admin.Get(path)).Header("ETag").ShouldBe("\"2\"");
    }

    [Fact]
    public async Task Rights_are_looked_at_before_the_version()
    {
        var collection = await Server.NewCollection(options: """{"access": {"read": "public", "update": "owner", "delete": "owner"}}""");
        var hidden = await Server.NewCollection(options: """{"access": {"read": "owner"}}""");
        var other = await Server.NewUser();
        var made = (await Admin.Post($"/api/collections/{collection}/records", """{"title": "a"}""")).Expect(201).Id;
        var secret = (await Admin.Post($"/api/collections/{hidden}/records", """{"title": "a"}""")).Expect(201).Id;

        (await Send(other.Api, HttpMethod.Patch, $"/api/collections/{collection}/records/{made}", "If-Match", "\"9\"", "{}")).Expect(403);
        (await Send(other.Api, HttpMethod.Delete, $"/api/collections/{collection}/records/{made}", "If-Match", "\"9\"")).Expect(403);
        (await Send(other.Api, HttpMethod.Delete, $"/api/collections/{hidden}/records/{secret}", "If-Match", "\"9\"")).Expect(404);
        (await Send(other.Api, HttpMethod.Get, $"/api/collections/{hidden}/records/{secret}", "If-None-Match", "*")).Expect(404);
    }

    [Fact]
    public async Task With_hooks_a_lost_race_is_412_and_not_run_again()
    {
        var runs = 0;
        TestServer? server = null;
        await using var started = server = await TestServer.Start(BeforeAnyChange.Setup(async (change, _) =>
        {
            if (change is not RecordUpdateEvent || change.Get<string>("title") != "mine") return;
            runs++;
            // Another one changes the record between the hook and the write.
            (await server!.Admin.Api.Patch($"/api/collections/{change.Collection}/records/{change.RecordId}", """{"title": "theirs"}""")).Expect(200);
        }));
        var path = $"/api/collections/{await server.NewCollection()}/records";
        path += "/" + (await server.Admin.Api.Post(path, """{"title": "a"}""")).Expect(201).Id;

        (await Send(server.Admin.Api, HttpMethod.Patch, path, "If-Match", "\"1\"", """{"title": "mine"}""")).Expect(412);
        runs.ShouldBe(1);
        (await Send(server.Admin.Api, HttpMethod.Patch, path, "If-Match", "\"1\"", """{"title": "mine"}""")).Expect(412);
        runs.ShouldBe(1);
        (await Send(server.Admin.Api, HttpMethod.Delete, path, "If-Match", "\"2\"")).Expect(204);
    }

    [Fact]
    public async Task Pages_of_other_origins_may_read_the_version()
    {
        var (path, _) = await NewRecord();

        (await Send(Admin, HttpMethod.Get, path, "Origin", "https://example.com")).Expect(200)
            .Header("Access-Control-Expose-Headers").ShouldNotBeNull().ShouldContain("ETag");
    }

    private static Task<Answer> Send(ApiClient api, HttpMethod method, string path, string header, string value, string? json = null)
    {
        var request = api.Request(method, path);
        request.Headers.TryAddWithoutValidation(header, value);
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return api.Send(request);
    }

    private async Task<(string Path, Answer Made)> NewRecord()
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records";
        var made = (await Admin.Post(path, """{"title": "a"}""")).Expect(201);
        return ($"{path}/{made.Id}", made);
    }
}
