using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

/// <summary>Ids across starts of the server.</summary>
public sealed class RecordIdTests
{
    [Fact]
    public async Task A_clock_that_is_set_back_between_two_starts_makes_no_create_fail()
    {
        var folder = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
        try
        {
            string path;
            await using (var server = await StartAtTheSameMoment(folder))
            {
                path = $"/api/collections/{await server.NewCollection()}/records";
                await Create(server, path);
            }

            await using var again = await StartAtTheSameMoment(folder);
            await Create(again, path);

            var list = (await again.Admin.Api.Get($"{path}?limit=1000")).Expect(200).Json;
            var ids = list.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("id").GetString()!).ToList();
            ids.Distinct().Count().ShouldBe(40);
            ids.ShouldBe(ids.OrderDescending(StringComparer.Ordinal));
            foreach (var id in ids) (await again.Admin.Api.Get($"{path}/{id}")).Expect(200).Id.ShouldBe(id);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_id_that_differs_only_at_its_end_is_another_record()
    {
        await using var server = await TestServer.Start();
        var path = $"/api/collections/{await server.NewCollection()}/records";
        var id = (await server.Admin.Api.Post(path, """{"title": "one"}""")).Expect(201).Id;
        var other = id[..^1] + (id[^1] == '0' ? '1' : '0');

        (await server.Admin.Api.Get($"{path}/{other}")).Expect(404);
        (await server.Admin.Api.Patch($"{path}/{other}", """{"title": "two"}""")).Expect(404);
        (await server.Admin.Api.Delete($"{path}/{other}")).Expect(404);
        (await server.Admin.Api.Get($"{path}?filter[id]={other}")).Expect(200).Json.GetProperty("total").GetInt64().ShouldBe(0);
        (await server.Admin.Api.Get($"{path}/{id}")).Expect(200).Data.GetProperty("title").GetString().ShouldBe("one");
    }

    private static async Task Create(TestServer server, string path)
    {
        for (var i = 0; i < 20; i++) (await server.Admin.Api.Post(path, """{"title": "x"}""")).Expect(201);
    }

    private static Task<TestServer> StartAtTheSameMoment(string folder) => TestServer.Start(
        new ServerSetup { Root = folder, Services = builder => builder.Services.AddSingleton<TimeProvider>(new StoppedClock()) });

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
