using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Telemetry;

public sealed class RequestLogTests
{
    private const string Path = "/api/admin/requests";

    [Fact]
    public async Task Requests_are_kept_in_a_file_of_their_own_and_found_again()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Telemetry.RequestSamplePercent = 100 });
        var user = await server.NewUser();
        var missing = (await user.Api.Get("/api/collections/no_such_thing?token=planted-4e8a")).Expect(404);

        var entry = await Find(server, $"?request_id={missing.Header("X-Request-Id")}");

        entry.GetProperty("method").GetString().ShouldBe("GET");
        entry.GetProperty("path").GetString().ShouldBe("/api/collections/no_such_thing");
        entry.GetProperty("operation").GetString().ShouldBe("collections_get_collection");
        entry.GetProperty("status").GetInt32().ShouldBe(404);
        entry.GetProperty("actor_kind").GetString().ShouldBe("user");
        entry.GetProperty("actor_id").GetString().ShouldBe(user.Id);
        entry.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        var page = (await server.Admin.Api.Get($"{Path}?path=no_such&min_status=400&max_status=499&method=get&limit=1")).Expect(200).Json;
        (page.GetProperty("total").GetInt32(), page.GetProperty("limit").GetInt32()).ShouldBe((1, 1));
        (await server.Admin.Api.Get($"{Path}?min_status=500")).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await server.Admin.Api.Get($"{Path}?min_status=high&since=soon")).Expect(422).Problems
            .ShouldBe(["int_parsing @ query.min_status", "datetime_parsing @ query.since"]);
        File.Exists(server.DatabasePath + ".requests").ShouldBeTrue();
    }

    [Fact]
    public async Task Of_requests_that_nothing_is_wrong_with_only_a_sample_is_kept()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Options = options => (options.Telemetry.RequestSamplePercent, options.Telemetry.SlowRequestMilliseconds) = (0, int.MaxValue),
        });
        (await server.Admin.Api.Get("/api/collections")).Expect(200);

        (await server.Admin.Api.Patch("/api/admin/settings", """{"request_log_slow_ms": 1}""")).Expect(400);
        (await server.Admin.Api.Get(Path)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    private static async Task<JsonElement> Find(TestServer server, string query)
    {
        JsonElement found = default;
        await Eventually.Becomes(
            () =>
            {
                var requests = server.Admin.Api.Get(Path + query).GetAwaiter().GetResult().Expect(200).Json.GetProperty("requests");
                if (requests.GetArrayLength() > 0) found = requests[0];
                return requests.GetArrayLength();
            },
            1);
        return found;
    }
}
