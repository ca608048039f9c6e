using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Functions;
using TinyBase.Server.Tests.Hosting;
using TinyBase.Server.Tests.Records;

using Xunit;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>Hooks that run once something has happened.</summary>
public sealed class AfterHookTests
{
    [Fact]
    public async Task Hooks_hear_of_records_with_their_fields_the_acting_user_and_the_request()
    {
        var told = new Told();
        await using var server = await TestServer.Start(AfterEverything.Setup(told));
        var things = await server.NewCollection("""{"name": "title"}, {"name": "total", "type": "float"}""");
        var path = $"/api/collections/{things}/records";
        var user = await server.NewUser();

        var made = (await user.Api.Post(path, """{"title": "One", "total": 9.5}""")).Expect(201);
        (await server.Admin.Api.Patch($"{path}/{made.Id}", """{"total": 10}""")).Expect(200);
        (await server.Admin.Api.Delete($"{path}/{made.Id}")).Expect(204);

        await Eventually.Becomes(() => told.Events.OfType<RecordEvent>().Count(), 3);
        var create = told.Events.OfType<RecordCreateEvent>().Single();
        (create.Collection, create.RecordId.ToString(), create.OwnerId.ToString()).ShouldBe((things, made.Id, user.Id));
        create.Get<decimal>("total").ShouldBe(9.5m);
        create.Actor.ShouldBe(new HookActor(Guid.Parse(user.Id), user.Email, IsAdmin: false));
        create.RequestId.ShouldBe(made.Header("X-Request-Id"));
        var update = told.Events.OfType<RecordUpdateEvent>().Single();
        (update.GetOld<double>("total"), update.Get<double>("total")).ShouldBe((9.5, 10));
        update.Actor!.IsAdmin.ShouldBeTrue();
        told.Events.OfType<RecordDeleteEvent>().Single().Data["title"]!.ToString().ShouldBe("One");
        Should.Throw<InvalidOperationException>(() => create.Create(things, []));
    }

    [Fact]
    public async Task Hooks_hear_of_users_logins_collections_start_and_stop()
    {
        var told = new Told();
        await using (var server = await TestServer.Start(AfterEverything.Setup(told)))
        {
            told.Events[0].ShouldBeOfType<StartupEvent>();
            var user = await server.NewUser();
            (await server.Anonymous.Post("/api/auth/login", TestServer.JsonText(("email", user.Email), ("password", "wrong")))).Expect(401);
            var collection = await server.NewCollection();
            (await server.Admin.Api.Patch($"/api/collections/{collection}", """{"label": "Other"}""")).Expect(200);
            (await server.Admin.Api.Delete($"/api/collections/{collection}")).Expect(204);

            await Eventually.Becomes(() => told.Events.OfType<CollectionChangeEvent>().Count(), 3);
            told.Events.OfType<UserRegisterEvent>().Last().UserId.ToString().ShouldBe(user.Id);
            var login = told.Events.OfType<UserLoginEvent>().Last();
            (login.UserId.ToString(), login.Email, login.IsAdmin).ShouldBe((user.Id, user.Email, false));
            var failed = told.Events.OfType<LoginFailEvent>().Single();
            (failed.Email, failed.Address).ShouldBe((user.Email, "127.0.0.1"));
            told.Events.OfType<CollectionChangeEvent>().Select(change => change.Kind)
                .ShouldBe([CollectionChangeKind.Create, CollectionChangeKind.Update, CollectionChangeKind.Delete], ignoreOrder: true);
        }

        told.Events[^1].ShouldBeOfType<ShutdownEvent>();
    }

    [Fact]
    public async Task Hooks_hear_when_a_function_is_called_and_how_it_ended()
    {
        var told = new Told();
        var setup = AfterEverything.Setup(told);
        await using var server = await TestServer.Start(setup with
        {
            Extend = builder =>
            {
                setup.Extend(builder);
                builder.AddFunctions(typeof(OwnFunctions).Assembly);
            },
        });

        var answer = (await server.Admin.Api.Post("/api/functions/own_add", """{"x": 1, "y": 2}""")).Expect(200).Json;

        await Eventually.Becomes(() => told.Events.OfType<FunctionCompleteEvent>().Count(), 1);
        var call = told.Events.OfType<FunctionCallEvent>().Single();
        var complete = told.Events.OfType<FunctionCompleteEvent>().Single();
        call.CallId.ToString().ShouldBe(answer.GetProperty("call_id").GetString());
        (call.FunctionName, call.Payload.ToJsonString(), call.Trigger).ShouldBe(("own_add", """{"x":1,"y":2}""", Trigger.Manual));
        (complete.CallId, complete.Status, complete.ErrorMessage).ShouldBe((call.CallId!.Value, "succeeded", null));
    }

    [Fact]
    public async Task Hooks_hear_of_each_record_of_an_import_and_of_several_deletions_and_of_nothing_that_was_refused()
    {
        var told = new Told();
        await using var server = await TestServer.Start(AfterEverything.Setup(told));
        var path = $"/api/collections/{await server.NewCollection("""{"name": "code", "unique": true}""")}/records";

        (await Imports.Send(server.Admin.Api, path, """
            {"code": "a"}
            {"code": "b"}
            {"code": "a"}
            """)).Expect(200).Counts().ShouldBe((2, 1, 3));
        (await server.Admin.Api.Post(path, """{"code": "b"}""")).Expect(400);
        await Eventually.Becomes(() => told.Events.OfType<RecordCreateEvent>().Count(), 2);
        var ids = told.Events.OfType<RecordCreateEvent>().Select(create => $"\"{create.RecordId}\"");
        (await server.Admin.Api.Post($"{path}/delete", $$"""{"ids": [{{string.Join(',', ids)}}, "{{Guid.Empty}}"]}""")).Expect(200);

        await Eventually.Becomes(() => told.Events.OfType<RecordDeleteEvent>().Count(), 2);
        told.Events.OfType<RecordDeleteEvent>().Select(delete => delete.Get<string>("code")).ShouldBe(["a", "b"], ignoreOrder: true);
        told.Events.OfType<RecordCreateEvent>().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_hook_that_hangs_holds_up_neither_the_answer_nor_other_events()
    {
        var told = new Told { Do = (happened, cancel) => happened is RecordEvent record && record.Get<string>("title") == "hang" ? Task.Delay(-1, cancel) : Task.CompletedTask };
        await using var server = await TestServer.Start(AfterEverything.Setup(told));
        var path = $"/api/collections/{await server.NewCollection()}/records";

        (await server.Admin.Api.Post(path, """{"title": "hang"}""")).Expect(201);
        await Eventually.Becomes(() => told.Events.OfType<RecordCreateEvent>().Count(), 1);
        (await server.Admin.Api.Post(path, """{"title": "go"}""")).Expect(201);

        await Eventually.Becomes(() => told.Events.OfType<RecordCreateEvent>().Any(create => create.Get<string>("title") == "go"), true);
        told.Do = (_, _) => Task.CompletedTask;
    }

    [Fact]
    public async Task A_hook_that_throws_is_logged_and_counted_and_the_next_one_runs()
    {
        var told = new Told();
        await using var server = await TestServer.Start(new ServerSetup
        {
            Services = builder => builder.Services.AddSingleton(told),
            Extend = builder => builder.AddHooks<Broken>(),
        });
        var path = $"/api/collections/{await server.NewCollection()}/records";

        (await server.Admin.Api.Post(path, "{}")).Expect(201);

        await Eventually.Becomes(() => told.Events.Count, 1);
        server.Logs.Lines.ShouldContain(line => line.Contains("The hook Broken.First of 'app' failed after record.create", StringComparison.Ordinal)
            && line.Contains("internal detail", StringComparison.Ordinal));
        var hooks = (await server.Admin.Api.Get("/api/admin/hooks")).Expect(200).Json.GetProperty("hooks");
        hooks.EnumerateArray().Select(hook => $"{hook.GetProperty("order")} {hook.GetProperty("name")} {hook.GetProperty("failures")}/{hook.GetProperty("calls")} {hook.GetProperty("last_error")}")
            .ShouldBe(["-5 Broken.First 1/1 InvalidOperationException: internal detail", "0 Broken.Second 0/1 "]);
    }

    [Fact]
    public async Task A_full_queue_is_counted_and_told_and_holds_up_nobody()
    {
        using var release = new SemaphoreSlim(0);
        var told = new Told { Do = async (happened, cancel) => { if (happened is RecordEvent) await release.WaitAsync(cancel); } };
        await using var server = await TestServer.Start(AfterEverything.Setup(told));
        var path = $"/api/collections/{await server.NewCollection()}/records";

        var lines = string.Join('\n', Enumerable.Repeat("{}", 10_100));
        (await Imports.Send(server.Admin.Api, path, lines)).Expect(200).Counts().Imported.ShouldBe(10_100);

        var queue = (await server.Admin.Api.Get("/api/admin/hooks")).Expect(200).Json.GetProperty("queue");
        queue.GetProperty("waiting").GetInt32().ShouldBe(10_000);
        queue.GetProperty("dropped").GetInt32().ShouldBeInRange(80, 100);
        server.Logs.Lines.ShouldContain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Hooks do not keep up", StringComparison.Ordinal));
        release.Release(20_000);
    }

    [Fact]
    public async Task What_waits_when_the_server_stops_is_still_brought_to_its_hooks()
    {
        var told = new Told { Do = (happened, cancel) => happened is RecordEvent ? Task.Delay(2, cancel) : Task.CompletedTask };
        await using (var server = await TestServer.Start(AfterEverything.Setup(told)))
        {
            var path = $"/api/collections/{await server.NewCollection()}/records";
            (await Imports.Send(server.Admin.Api, path, string.Join('\n', Enumerable.Repeat("{}", 500)))).Expect(200);
        }

        told.Events.OfType<RecordCreateEvent>().Count().ShouldBe(500);
    }

    [Fact]
    public async Task A_hook_for_a_collection_hears_of_no_other()
    {
        var told = new Told();
        await using var server = await TestServer.Start(new ServerSetup
        {
            Services = builder => builder.Services.AddSingleton(told),
            Extend = builder => builder.AddHooks<OfOrders>(),
        });
        (await server.Admin.Api.Post("/api/collections", """{"name": "orders", "label": "Orders", "schema": {}}""")).Expect(201);
        var other = await server.NewCollection();

        (await server.Admin.Api.Post($"/api/collections/{other}/records", "{}")).Expect(201);
        (await server.Admin.Api.Post("/api/collections/orders/records", "{}")).Expect(201);

        await Eventually.Becomes(() => told.Events.Count, 1);
        told.Events.Cast<RecordCreateEvent>().Single().Collection.ShouldBe("orders");
    }

    private sealed class Broken(Told told)
    {
        [OnRecordCreate(Order = -5)]
        public static void First() => throw new InvalidOperationException("internal detail");

        [OnRecordCreate("*")]
        public Task Second(RecordCreateEvent happened, CancellationToken cancel) => told.Tell(happened, cancel);
    }

    private sealed class OfOrders(Told told)
    {
        [OnRecordCreate("orders")]
        public ValueTask Heard(RecordCreateEvent happened, CancellationToken cancel) => new(told.Tell(happened, cancel));
    }
}
