using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Telemetry;

public sealed class RequestSummaryTests : IDisposable
{
    private const string Path = "/api/admin/requests/summary";

    private readonly string _root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task All_requests_are_counted_by_time_and_operation_whether_the_log_keeps_them_or_not()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Options = options => (options.Telemetry.RequestSamplePercent, options.Telemetry.SlowRequestMilliseconds) = (0, int.MaxValue),
        });
        for (var i = 0; i < 5; i++) (await server.Admin.Api.Get("/api/collections")).Expect(200);
        (await server.Admin.Api.Get("/api/collections/no_such_thing")).Expect(404);
        (await server.Anonymous.Get("/api/no/such/path")).Expect(404);

        var summary = (await server.Admin.Api.Get(Path)).Expect(200).Json;

        summary.GetProperty("server_errors").GetInt64().ShouldBe(0);
        summary.GetProperty("client_errors").GetInt64().ShouldBe(2);
        summary.GetProperty("p95_ms").GetDouble().ShouldBeGreaterThan(0);
        var slots = summary.GetProperty("slots").EnumerateArray().ToList();
        slots.Count.ShouldBe(24);
        slots.Sum(slot => slot.GetProperty("requests").GetInt64()).ShouldBe(summary.GetProperty("requests").GetInt64());
        slots.Take(22).ShouldAllBe(slot => slot.GetProperty("requests").GetInt64() == 0);
        var listed = Operation(summary, "collections_list_collections");
        (listed.GetProperty("method").GetString(), listed.GetProperty("path").GetString(), listed.GetProperty("requests").GetInt64())
            .ShouldBe(("GET", "/api/collections", 5));
        Operation(summary, "collections_get_collection").GetProperty("client_errors").GetInt64().ShouldBe(1);
        Operation(summary, "none").GetProperty("path").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.Admin.Api.Get("/api/admin/requests")).Expect(200).Json.GetProperty("total").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task What_was_counted_is_still_known_after_a_restart()
    {
        var setup = new ServerSetup { Root = _root };
        await using (var server = await TestServer.Start(setup))
        {
            for (var i = 0; i < 3; i++) (await server.Anonymous.Get("/api/auth/instance-info")).Expect(200);
        }

        await using var again = await TestServer.Start(setup);

        var known = Operation((await again.Admin.Api.Get($"{Path}?hours=1")).Expect(200).Json, "auth_get_instance_info");
        known.GetProperty("requests").GetInt64().ShouldBe(3);
    }

    [Theory]
    [InlineData(1, 12, 300)]
    [InlineData(168, 24, 25_200)]
    public async Task The_time_is_cut_into_parts_of_five_minutes_at_least(int hours, int count, int seconds)
    {
        await using var server = await TestServer.Start(new ServerSetup());

        var summary = (await server.Admin.Api.Get($"{Path}?hours={hours}")).Expect(200).Json;

        summary.GetProperty("slots").GetArrayLength().ShouldBe(count);
        summary.GetProperty("interval_seconds").GetInt32().ShouldBe(seconds);
        (await server.Admin.Api.Get($"{Path}?hours=169")).Expect(422).Problems.ShouldBe(["less_than_equal @ query.hours"]);
    }

    private static JsonElement Operation(JsonElement summary, string id) =>
        summary.GetProperty("slowest").EnumerateArray().Single(one => one.GetProperty("operation").GetString() == id);
}
