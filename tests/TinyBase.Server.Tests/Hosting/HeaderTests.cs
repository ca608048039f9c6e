using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class HeaderTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Every_answer_has_the_security_headers_and_an_id_of_its_own()
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records";
        var record = $"{path}/{(await Server.Admin.Api.Post(path, "{}")).Expect(201).Id}";
        Answer[] answers =
        [
            (await Server.Anonymous.Get("/")).Expect(200),
            (await Server.Anonymous.Get(path)).Expect(200),
            (await Server.Anonymous.Get(record)).Expect(200),
            (await Server.Admin.Api.Post(path, "{}")).Expect(201),
            (await Server.Admin.Api.Delete(record)).Expect(204),
            (await Server.Admin.Api.Patch(record, "{}")).Expect(404),
            (await Server.Admin.Api.Post(path, """{"title": 1}""")).Expect(400),
            (await Server.Anonymous.Post(path, "{}")).Expect(401),
            (await Server.Admin.Api.Post(path, "broken")).Expect(422),
            (await Server.Anonymous.Get("/nothing")).Expect(404),
            (await Server.Anonymous.Delete("/health")).Expect(405),
            (await Server.Anonymous.Send(HttpMethod.Head, "/health")).Expect(200),
            (await Server.Anonymous.Send(HttpMethod.Head, "/api/collections")).Expect(405),
        ];

        foreach (var answer in answers)
        {
            answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
            answer.Header("X-Frame-Options").ShouldBe("DENY");
            answer.Header("Cache-Control").ShouldBe("no-store");
            answer.Header("Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'");
            answer.Header("X-Request-Id").ShouldNotBeNullOrEmpty();
        }

        answers.Select(answer => answer.Header("X-Request-Id")).ShouldBeUnique();
        answers.Where(answer => answer.Text.Length > 0)
            .ShouldAllBe(answer => answer.Header("Content-Type") == "application/json");
    }

    [Fact]
    public async Task The_log_has_the_id_of_the_answer()
    {
        var id = (await Server.Anonymous.Get("/health")).Header("X-Request-Id")!;

        // The line is written when the client may have its answer already.
        await Eventually.Becomes(() => Server.Logs.Lines.Count(line => line.Contains($"GET /health 200") && line.Contains(id)), 1);
    }

    [Fact]
    public async Task An_answer_without_content_has_no_body()
    {
        var path = $"/api/collections/{await Server.NewCollection()}";

        (await Server.Admin.Api.Delete(path)).Expect(204).Text.ShouldBeEmpty();
    }
}
