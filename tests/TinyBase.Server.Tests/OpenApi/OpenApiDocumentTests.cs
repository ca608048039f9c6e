using System.Text.Json;
using System.Text.RegularExpressions;

using Microsoft.AspNetCore.Builder;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.OpenApi;

[Collection(typeof(OpenApiCollection))]
public sealed partial class OpenApiDocumentTests(OpenApiFixture fixture)
{
    private static readonly string[] NoPartOfTheApi =
    [
        "control_put_admin", "method_not_allowed", "unknown_path",
        "system_get_admin_page", "system_get_auth_page",
        "extensions_call_extension", "system_get_extension_page",
        "system_get_docs_page", "system_get_docs_script", "system_get_docs_style", "system_get_swagger_script", "system_get_swagger_style",
    ];

    [Fact]
    public void Every_operation_is_described()
    {
        var described = OpenApiFixture.Operations(fixture.FixedPart).Select(operation => operation.Operation.GetProperty("operationId").GetString()!);

        described.ShouldBe(fixture.Server.Endpoints.Select(endpoint => endpoint.DisplayName!).Except(NoPartOfTheApi), ignoreOrder: true);
    }

    [Fact]
    public void Everybody_sees_what_they_may_use()
    {
        Shown(fixture.Anonymous, "movies").ShouldBe(["GET /records", "GET /records/{id}"]);
        Shown(fixture.Anonymous, "diaries").ShouldBeEmpty();
        Shown(fixture.Anonymous, "mailbox").ShouldBe(["POST /records", "POST /records/import"]);
        Shown(fixture.Anonymous, "secrets").ShouldBeEmpty();

        Shown(fixture.User, "movies").ShouldBe(["GET /records", "POST /records", "POST /records/import", "GET /records/{id}", "PATCH /records/{id}"], ignoreOrder: true);
        Shown(fixture.User, "diaries").Count.ShouldBe(7);
        Shown(fixture.User, "mailbox").ShouldBe(
            ["POST /records", "POST /records/delete", "POST /records/import", "GET /records/{id}", "PATCH /records/{id}", "DELETE /records/{id}"],
            ignoreOrder: true);
        Shown(fixture.User, "secrets").ShouldBeEmpty();

        foreach (var name in (string[])["movies", "diaries", "mailbox", "secrets"]) Shown(fixture.Admin, name).Count.ShouldBe(7);
    }

    [Fact]
    public void What_is_hidden_leaves_no_trace()
    {
        foreach (var document in (JsonElement[])[fixture.Anonymous, fixture.User])
        {
            document.GetRawText().ShouldNotContain("ecrets", Case.Sensitive);
            document.GetRawText().ShouldNotContain("hidden");
            document.GetRawText().ShouldNotContain("application-tokens");
        }

        fixture.Anonymous.GetRawText().ShouldNotContain("iaries");
        fixture.Anonymous.GetRawText().ShouldNotContain("MoviesCreate");
        OpenApiFixture.Routes(fixture.Anonymous).ShouldNotContain("GET /api/auth/me");
        OpenApiFixture.Routes(fixture.User).ShouldContain("GET /api/auth/me");
        OpenApiFixture.Routes(fixture.User).ShouldNotContain("POST /api/collections");
        fixture.Admin.GetRawText().ShouldNotContain("/api/control");
    }

    [Fact]
    public async Task A_program_sees_what_an_admin_sees()
    {
        var program = fixture.Server.WithToken((await fixture.Server.NewApplicationToken()).Value);

        (await program.Get("/openapi.json")).Expect(200).Header("ETag")
            .ShouldBe((await fixture.Server.Admin.Api.Get("/openapi.json")).Header("ETag"));
    }

    [Fact]
    public void Names_do_not_collide()
    {
        var operations = OpenApiFixture.Operations(fixture.Admin).Select(operation => operation.Operation).ToList();
        var ids = operations.Select(operation => operation.GetProperty("operationId").GetString()!).ToList();
        ids.ShouldBeUnique();
        ids.ShouldContain("movies_list_records");
        ids.ShouldContain("collections_list_records");
        ids.ShouldContain("collections_list_records_get");

        Schema("A_1Data").ShouldNotBe(default);
        Schema("A1Data").ShouldNotBe(default);
        Schema("A_BData").ShouldNotBe(default);
        Schema("ABData").ShouldNotBe(default);
        Schema("AbData").ShouldNotBe(default);
        fixture.FixedPart.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .ShouldAllBe(schema => !EndOfCollectionSchemas().IsMatch(schema.Name));
    }

    [Fact]
    public void The_schema_of_a_collection_has_its_constraints()
    {
        var create = Schema("MoviesCreate").GetProperty("properties").GetProperty("data");
        create.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["title", "year"]);
        create.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        Field(create, "title").ShouldBe("""{"maxLength":200,"type":"string","description":"As on the poster"}""");
        Field(create, "big").ShouldContain("""
            "maximum":9223372036854775807,"minimum":-9223372036854775808,"type":["null","integer"],"format":"int64"
            """);
        Field(create, "score").ShouldBe("""{"maximum":9.75,"minimum":0.5,"type":"number","format":"double","default":5}""");
        Field(create, "released").ShouldBe("""{"type":["null","string"],"description":"Not before 2027-01-01.","format":"date"}""");
        Field(create, "mail").ShouldContain("No two records have the same value.");
        Field(create, "genre").ShouldBe("""{"enum":["drama","comedy"],"type":"string","default":"drama"}""");
        Field(create, "mood").ShouldBe("""{"enum":["good","bad",null],"type":["null","string"]}""");
        Field(create, "code").ShouldContain("""
            "pattern":"^[A-Z]{3}-\\d+$"
            """);
        Field(create, "letters").ShouldContain("Matches the .NET regular expression");
        Field(create, "letters").ShouldNotContain("\"pattern\"");
        Field(create, "tags").ShouldBe("""{"maxItems":5,"minItems":1,"type":"array","items":{"type":"string"}}""");
        Field(create, "cast").ShouldContain("\"additionalProperties\":false");

        Schema("MoviesUpdate").GetProperty("properties").GetProperty("data").TryGetProperty("required", out _).ShouldBeFalse();
        Schema("MoviesData").GetProperty("required").GetArrayLength().ShouldBe(23);
    }

    [Fact]
    public async Task A_document_is_sent_again_only_after_a_change()
    {
        var api = fixture.Server.Admin.Api;
        var first = await api.Get("/openapi.json");
        first.Header("Cache-Control").ShouldBe("no-cache, private");
        first.Header("Vary")!.ShouldContain("Authorization");
        var tag = first.Header("ETag")!;
        tag.ShouldStartWith("\"");

        (await Known(api, tag)).Expect(304).Text.ShouldBeEmpty();
        (await Known(fixture.Server.Anonymous, tag)).Expect(200);
        var name = await fixture.Server.NewCollection();
        (await Known(api, tag)).Expect(200).Text.ShouldContain($"/api/collections/{name}/records");
        (await api.Delete($"/api/collections/{name}")).Expect(204);
        (await Known(api, tag)).Expect(304);
    }

    [Fact]
    public async Task Callers_at_once_get_one_document()
    {
        var name = await fixture.Server.NewCollection();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => fixture.Server.Admin.Api.Get("/openapi.json")));

        answers.Select(answer => answer.Expect(200).Header("ETag")).Distinct().Count().ShouldBe(1);
        (await fixture.Server.Admin.Api.Delete($"/api/collections/{name}")).Expect(204);
    }

    [Fact]
    public async Task Paths_are_right_behind_any_prefix()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Prefix = "/deep/base/backend",
            Map = app =>
            {
                app.UsePathBase("/deep/base");
                app.UseRouting();
                app.MapTinyBase("/backend");
            },
        });

        var document = await OpenApiFixture.Document(server.Anonymous);
        // Relative to the address of the document.
        document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe(".");
        OpenApiFixture.Routes(document).ShouldContain("POST /api/auth/login");
        var root = (await server.Anonymous.Get("/")).Expect(200).Json;
        root.GetProperty("docs").GetString().ShouldBe("/deep/base/backend/docs");
        root.GetProperty("openapi").GetString().ShouldBe("/deep/base/backend/openapi.json");
        (await server.Anonymous.Get("/docs/")).Expect(307).Header("Location").ShouldBe("../docs");
    }

    [Theory]
    [InlineData("/openapi.json", "application/json")]
    [InlineData("/docs", "text/html; charset=utf-8")]
    [InlineData("/docs/docs.js", "text/javascript; charset=utf-8")]
    [InlineData("/docs/docs.css", "text/css; charset=utf-8")]
    [InlineData("/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8")]
    [InlineData("/docs/swagger-ui.css", "text/css; charset=utf-8")]
    public async Task Files_are_sent_compressed_to_whoever_takes_it(string path, string type)
    {
        var api = fixture.Server.Anonymous;
        var plain = (await api.Get(path)).Expect(200);
        plain.Header("Content-Encoding").ShouldBeNull();
        plain.Header("Content-Type").ShouldBe(type);

        using var request = api.Request(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", "br, gzip");
        var compressed = (await api.Send(request)).Expect(200);
        compressed.Header("Content-Encoding").ShouldBe("gzip");
        compressed.Header("ETag").ShouldNotBe(plain.Header("ETag"));
        compressed.Header("Vary")!.ShouldContain("Accept-Encoding");

        (await Known(api, path, plain.Header("ETag")!)).Expect(304);
        var head = (await api.Send(HttpMethod.Head, path)).Expect(200);
        head.Header("ETag").ShouldBe(plain.Header("ETag"));
        head.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_elsewhere_and_run_nothing_inline()
    {
        var policy = (await fixture.Server.Anonymous.Get("/docs")).Expect(200).Header("Content-Security-Policy")!;

        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("style-src 'self';");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
    }

    [GeneratedRegex("(Data|Record|Page|Create|Update)$")]
    private static partial Regex EndOfCollectionSchemas();

    private static IReadOnlyList<string> Shown(JsonElement document, string collection)
    {
        var path = $"/api/collections/{collection}";
        return [.. OpenApiFixture.Routes(document).Where(route => route.Contains(path + "/", StringComparison.Ordinal))
            .Select(route => route.Replace(path, "", StringComparison.Ordinal))];
    }

    private static string Field(JsonElement schema, string name) => schema.GetProperty("properties").GetProperty(name).GetRawText();

    private static Task<Answer> Known(ApiClient api, string tag) => Known(api, "/openapi.json", tag);

    private static async Task<Answer> Known(ApiClient api, string path, string tag)
    {
        using var request = api.Request(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await api.Send(request);
    }

    private JsonElement Schema(string name) =>
        fixture.Admin.GetProperty("components").GetProperty("schemas").TryGetProperty(name, out var schema) ? schema : default;
}
