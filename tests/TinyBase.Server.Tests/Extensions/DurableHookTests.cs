using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>Hooks whose events are kept until they have taken them.</summary>
public sealed class DurableHookTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
    private readonly Told _told = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task An_event_that_its_hook_did_not_take_comes_again_after_a_restart()
    {
        string path;
        _told.Do = (_, _) => throw new InvalidOperationException("not now");
        await using (var server = await Start())
        {
            path = $"/api/collections/{await server.NewCollection()}/records";
            var made = (await server.Admin.Api.Post(path, """{"title": "1"}""")).Expect(201);
            for (var i = 2; i <= 4; i++) (await server.Admin.Api.Patch($"{path}/{made.Id}", $$"""{"title": "{{i}}"}""")).Expect(200);
            await Eventually.Becomes(() => _told.Events.Count > 0, true);
            var kept = (await server.Admin.Api.Get("/api/admin/hooks/events?status=pending")).Expect(200).Json;
            kept.GetProperty("total").GetInt32().ShouldBe(4);
        }

        var before = _told.Events.Count;
        _told.Do = (_, _) => Task.CompletedTask;
        await using (var server = await Start())
        {
            await Eventually.Becomes(() => _told.Events.Count - before, 4);
            Titles(_told.Events.Skip(before).OfType<RecordUpdateEvent>()).ShouldBe(["2", "3", "4"], "in the order of the record");
            await Eventually.Becomes(() => Total(server), 0);
        }
    }

    [Fact]
    public async Task An_event_that_fails_to_the_last_is_given_up_listed_and_brought_again_on_request()
    {
        _told.Do = (_, _) => throw new InvalidOperationException("not now");
        await using var server = await Start(attempts: 1);
        var path = $"/api/collections/{await server.NewCollection()}/records";
        (await server.Admin.Api.Post(path, """{"title": "lost"}""")).Expect(201);
        await Eventually.Becomes(() => Total(server, "dead"), 1);

        var dead = (await server.Admin.Api.Get("/api/admin/hooks/events?status=dead")).Expect(200).Json.GetProperty("events")[0];
        dead.GetProperty("error").GetString().ShouldBe("InvalidOperationException: not now");
        dead.GetProperty("hook").GetString().ShouldBe("app/Keeper.Created/record.create");
        dead.GetProperty("payload").GetProperty("data").GetProperty("data").GetProperty("title").GetString().ShouldBe("lost");
        _told.Do = (_, _) => Task.CompletedTask;
        var one = $"/api/admin/hooks/events/{dead.GetProperty("id")}";
        (await server.Admin.Api.Get(one)).Expect(200).Text.ShouldBe(dead.GetRawText());
        (await server.Admin.Api.Post($"{one}/redeliver")).Expect(202);

        await Eventually.Becomes(() => Total(server), 0);
        (await server.Admin.Api.Get(one)).Expect(404);
        Titles(_told.Events).ShouldBe(["lost", "lost"]);
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_write_that_is_undone_and_nothing_without_a_durable_hook()
    {
        _told.Do = (_, _) => throw new InvalidOperationException("not now");
        await using var server = await Start();
        var path = $"/api/collections/{await server.NewCollection("""{"name": "title", "unique": true}""")}/records";

        (await server.Admin.Api.Post(path, """{"title": "a"}""")).Expect(201);
        (await server.Admin.Api.Post(path, """{"title": "a"}""")).Expect(400);
        var made = (await server.Admin.Api.Post(path, """{"title": "b"}""")).Expect(201);
        (await server.Admin.Api.Delete($"{path}/{made.Id}")).Expect(204);

        (await Total(server)).ShouldBe(2, "two creations; no hook keeps deletions");
    }

    [Fact]
    public async Task A_durable_hook_that_keeps_failing_is_left_alone_and_its_events_wait()
    {
        _told.Do = (_, _) => throw new InvalidOperationException("not now");
        await using var server = await Start();
        var path = $"/api/collections/{await server.NewCollection()}/records";

        for (var i = 0; i < 30; i++) (await server.Admin.Api.Post(path, "{}")).Expect(201);
        await Eventually.Becomes(() => State(server), "open");

        (await Total(server)).ShouldBe(30);
        _told.Events.Count.ShouldBeLessThan(20);
    }

    private static IEnumerable<string?> Titles(IEnumerable<HookEvent> events) => events.Cast<RecordEvent>().Select(happened => happened.Get<string>("title"));

    private static async Task<int> Total(TestServer server, string status = "pending") =>
        (await server.Admin.Api.Get($"/api/admin/hooks/events?status={status}")).Expect(200).Json.GetProperty("total").GetInt32();

    private static async Task<string> State(TestServer server) =>
        (await server.Admin.Api.Get("/api/admin/hooks")).Json.GetProperty("hooks").EnumerateArray()
            .Single(hook => hook.GetProperty("event").GetString() == "record.create").GetProperty("state").GetString()!;

    private Task<TestServer> Start(int attempts = 25) => TestServer.Start(new ServerSetup
    {
        Root = _root,
        Options = options => options.Hooks.MaxAttempts = attempts,
        Services = builder => builder.Services.AddSingleton(_told),
        Extend = builder => builder.AddHooks<Keeper>(),
    });

    private sealed class Keeper(Told told)
    {
        [OnRecordCreate(Durable = true)]
        public Task Created(RecordCreateEvent happened, CancellationToken cancel) => told.Tell(happened, cancel);

        [OnRecordUpdate(Durable = true)]
        public Task Updated(RecordUpdateEvent happened, CancellationToken cancel) => told.Tell(happened, cancel);
    }
}
