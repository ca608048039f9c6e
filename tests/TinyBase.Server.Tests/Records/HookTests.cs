using System.Text.Json.Nodes;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

/// <summary>Hooks that look at changes of records before they are written.</summary>
public sealed class HookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hook_sees_the_change_and_who_makes_it()
    {
        var seen = new List<RecordEvent>();
        await using var server = await Start((change, _) => { seen.Add(change); return ValueTask.CompletedTask; });
        var things = await server.NewCollection("""{"name": "title"}, {"name": "stars", "type": "int", "default": 1}""");
        var user = await server.NewUser();
        var path = $"/api/collections/{things}/records";

        var made = (await user.Api.Post(path, """{"data": {"title": "One"}}""")).Expect(201);
        await user.Api.Patch($"{path}/{made.Id}", """{"data": {"stars": "2"}}""");
        await server.Admin.Api.Delete($"{path}/{made.Id}");

        seen.Count.ShouldBe(3);
        seen.ShouldAllBe(change => change.Collection == things);
        Describe(seen[0]).ShouldBe("""Create {"title":"One","stars":1}""");
        Describe(seen[1]).ShouldBe("""Update {"title":"One","stars":1} -> {"title":"One","stars":2}""");
        Describe(seen[2]).ShouldBe("""Delete {"title":"One","stars":2}""");
        seen.Select(change => change.RecordId?.ToString()).ShouldBe([null, made.Id, made.Id]);
        seen.Select(change => change.Actor!.UserId.ToString()).ShouldBe([user.Id, user.Id, server.Admin.Id]);
        seen.Select(change => change.Actor!.IsAdmin).ShouldBe([false, false, true]);
        seen[0].RequestId.ShouldBe(made.Header("X-Request-Id"));
    }

    [Fact]
    public async Task What_a_hook_changes_is_validated_and_written()
    {
        await using var server = await Start((change, _) =>
        {
            var data = ((RecordCreateEvent)change).Data;
            data["title"] = change.Get<string>("title")?.Trim();
            data["stars"] = change.Get<int?>("stars") == 5 ? "many" : 3;
            return ValueTask.CompletedTask;
        });
        var path = $"/api/collections/{await server.NewCollection("""{"name": "title"}, {"name": "stars", "type": "int"}""")}/records";

        (await server.Admin.Api.Post(path, """{"data": {"title": " One "}}""")).Expect(201)
            .Data.GetRawText().ShouldBe("""{"title":"One","stars":3}""");
        (await server.Admin.Api.Post(path, """{"data": {"title": "Two", "stars": 5}}""")).Expect(400)
            .Problems.ShouldBe(["int_parsing @ body.data.stars"]);
    }

    [Fact]
    public async Task A_rejection_is_a_400_with_its_message_and_field_and_nothing_is_written()
    {
        await using var server = await Start((change, _) => change.Get<string>("title") switch
        {
            "whole" => throw new HookRejection("Not this one"),
            "field" => throw new HookRejection("Not this title", "title"),
            _ => ValueTask.CompletedTask,
        });
        var path = $"/api/collections/{await server.NewCollection()}/records";

        (await server.Admin.Api.Post(path, """{"data": {"title": "whole"}}""")).Expect(400).Detail.ShouldBe("Not this one");
        var refused = (await server.Admin.Api.Post(path, """{"data": {"title": "field"}}""")).Expect(400);
        refused.Problems.ShouldBe(["hook_rejected @ body.data.title"]);
        refused.Detail.ShouldBe("Validation error: title: Not this title");

        var made = (await server.Admin.Api.Post(path, """{"data": {"title": "fine"}}""")).Expect(201);
        (await server.Admin.Api.Patch($"{path}/{made.Id}", """{"data": {"title": "whole"}}""")).Expect(400);
        (await server.Admin.Api.Get(path)).Json.GetProperty("records").EnumerateArray()
            .Select(record => record.GetProperty("data").GetProperty("title").GetString()).ShouldBe(["fine"]);
    }

    [Fact]
    public async Task A_hook_that_throws_is_a_500_without_details()
    {
        await using var server = await Start((_, _) => throw new InvalidOperationException("internal detail"));
        var path = $"/api/collections/{await server.NewCollection()}/records";

        (await server.Admin.Api.Post(path, """{"data": {}}""")).Expect(500).Text.ShouldBe("""{"detail":"Internal Server Error"}""");
        (await server.Admin.Api.Get(path)).Json.GetProperty("total").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_hook_that_hangs_does_not_hold_up_other_writes()
    {
        using var entered = new SemaphoreSlim(0);
        await using var server = await Start(async (change, cancel) =>
        {
            if (change.Get<string>("title") != "hang") return;
            entered.Release();
            await Task.Delay(Timeout.Infinite, cancel);
        });
        var path = $"/api/collections/{await server.NewCollection()}/records";

        var hanging = server.Admin.Api.Post(path, """{"data": {"title": "hang"}}""");
        await entered.WaitAsync(Cancel);
        (await server.Admin.Api.Post(path, """{"data": {"title": "go"}}""")).Expect(201);
        (await hanging).Expect(500);
    }

    [Fact]
    public async Task A_hook_runs_again_when_the_record_changes_under_it()
    {
        TestServer server = null!;
        var path = "";
        var runs = 0;
        server = await Start(async (change, _) =>
        {
            // The first run sees the record before another client changes it.
            if (change is not RecordUpdateEvent || change.Get<string>("title") == "other" || ++runs > 1) return;
            (await server.Admin.Api.Patch($"{path}/{change.RecordId}", """{"data": {"title": "other"}}""")).Expect(200);
        });
        await using var _ = server;
        path = $"/api/collections/{await server.NewCollection("""{"name": "title"}, {"name": "note"}""")}/records";
        var made = (await server.Admin.Api.Post(path, """{"data": {"title": "one"}}""")).Expect(201);

        (await server.Admin.Api.Patch($"{path}/{made.Id}", """{"data": {"note": "mine"}}""")).Expect(200)
            .Data.GetRawText().ShouldBe("""{"title":"other","note":"mine"}""");
        runs.ShouldBe(1);
    }

    [Fact]
    public async Task A_record_that_never_holds_still_is_a_409()
    {
        TestServer server = null!;
        var path = "";
        var runs = 0;
        server = await Start(async (change, _) =>
        {
            if (change is not RecordDeleteEvent) return;
            runs++;
            (await server.Admin.Api.Patch($"{path}/{change.RecordId}", """{"data": {}}""")).Expect(200);
        });
        await using var _ = server;
        path = $"/api/collections/{await server.NewCollection()}/records";
        var made = (await server.Admin.Api.Post(path, """{"data": {}}""")).Expect(201);

        (await server.Admin.Api.Delete($"{path}/{made.Id}")).Expect(409);
        runs.ShouldBe(4);
        (await server.Admin.Api.Get($"{path}/{made.Id}")).Expect(200);
    }

    [Fact]
    public async Task Records_that_a_hook_adds_are_written_with_the_change_or_not_at_all()
    {
        var audit = TestServer.NewName("audit");
        await using var server = await Start((change, _) =>
        {
            if (change is RecordCreateEvent) change.Create(audit, new JsonObject { ["what"] = $"Create {change.Get<string>("title")}" });
            return ValueTask.CompletedTask;
        });
        (await server.Admin.Api.Post(
            "/api/collections",
            $$$"""{"name": "{{{audit}}}", "label": "Audit", "schema": {"fields": [{"name": "what", "type": "string", "max_length": 20}]}}""")).Expect(201);
        var things = $"/api/collections/{await server.NewCollection()}/records";

        (await server.Admin.Api.Post(things, """{"data": {"title": "short"}}""")).Expect(201);
        (await server.Admin.Api.Post(things, """{"data": {"title": "far too long for the audit"}}""")).Expect(500);

        (await server.Admin.Api.Get(things)).Json.GetProperty("total").GetInt64().ShouldBe(1);
        var written = (await server.Admin.Api.Get($"/api/collections/{audit}/records")).Json;
        written.GetProperty("total").GetInt64().ShouldBe(1);
        var entry = written.GetProperty("records")[0];
        entry.GetProperty("data").GetProperty("what").GetString().ShouldBe("Create short");
        entry.GetProperty("owner_id").GetString().ShouldBeNull();
    }

    private static string Describe(RecordEvent change) => change switch
    {
        RecordCreateEvent create => $"Create {create.Data.ToJsonString()}",
        RecordUpdateEvent update => $"Update {update.OldData.ToJsonString()} -> {update.NewData.ToJsonString()}",
        RecordDeleteEvent delete => $"Delete {delete.Data.ToJsonString()}",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private static Task<TestServer> Start(Func<RecordEvent, CancellationToken, ValueTask> hook) => TestServer.Start(BeforeAnyChange.Setup(hook));
}
