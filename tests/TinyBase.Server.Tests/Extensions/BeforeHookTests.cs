using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Functions;
using TinyBase.Server.Tests.Hosting;
using TinyBase.Server.Tests.Records;

using Xunit;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>Hooks before users register and functions are called, and hooks that keep failing.</summary>
public sealed class BeforeHookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hook_may_reject_a_registration_and_a_call()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Extend = builder => builder.AddHooks<Guards>().AddFunctions(typeof(OwnFunctions).Assembly),
        });

        var register = (await server.Anonymous.Post("/api/auth/register", TestServer.JsonText(("email", "a@blocked.example"), ("password", TestServer.Password)))).Expect(400);
        register.Problems.ShouldBe(["hook_rejected @ body.email"]);
        register.Detail.ShouldBe("Validation error: email: Not from there");
        (await server.Anonymous.Post("/api/auth/login", TestServer.JsonText(("email", "a@blocked.example"), ("password", TestServer.Password)))).Expect(401);

        (await server.Admin.Api.Post("/api/functions/own_add", """{"x": 100, "y": 2}""")).Expect(400).Detail.ShouldBe("Too much");
        (await server.Admin.Api.Get("/api/admin/functions/calls")).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await server.Admin.Api.Post("/api/functions/own_add", """{"x": 5, "y": 2}""")).Expect(200).Json.GetProperty("result").GetProperty("total").GetInt32().ShouldBe(6, "y was set to 1");
    }

    [Fact]
    public async Task A_hook_that_keeps_failing_is_left_alone_and_refuses_with_503_until_it_works_again()
    {
        var clock = new TestClock();
        var fails = true;
        var runs = 0;
        var setup = BeforeAnyChange.Setup((_, _) =>
        {
            runs++;
            return fails ? throw new InvalidOperationException("internal detail") : ValueTask.CompletedTask;
        });
        await using var server = await TestServer.Start(setup with
        {
            Services = builder =>
            {
                setup.Services(builder);
                builder.Services.AddSingleton<TimeProvider>(clock);
            },
        });
        var path = $"/api/collections/{await server.NewCollection()}/records";

        for (var i = 0; i < 5; i++) (await server.Admin.Api.Post(path, "{}")).Expect(500);
        var refused = (await server.Admin.Api.Post(path, "{}")).Expect(503);
        refused.Header("Retry-After").ShouldNotBeNull();
        refused.Text.ShouldNotContain("internal detail");
        runs.ShouldBe(5);
        (await State(server)).ShouldBe("open");
        (await Imports.Send(server.Admin.Api, path, "{}")).Expect(200).Counts().ShouldBe((0, 1, 1));

        clock.Advance(TimeSpan.FromSeconds(6));
        (await server.Admin.Api.Post(path, "{}")).Expect(500);
        clock.Advance(TimeSpan.FromSeconds(6));
        (await server.Admin.Api.Post(path, "{}")).Expect(503);

        fails = false;
        clock.Advance(TimeSpan.FromSeconds(6));
        (await server.Admin.Api.Post(path, "{}")).Expect(201);
        (await State(server)).ShouldBe("closed");
        server.Logs.Lines.ShouldContain(line => line.Contains("keeps failing and is left alone for 5 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rejection_is_no_failure()
    {
        await using var server = await TestServer.Start(BeforeAnyChange.Setup((_, _) => throw new HookRejection("No")));
        var path = $"/api/collections/{await server.NewCollection()}/records";

        for (var i = 0; i < 10; i++) (await server.Admin.Api.Post(path, "{}")).Expect(400).Detail.ShouldBe("No");
    }

    [Fact]
    public async Task A_hook_that_blocks_its_thread_is_given_up_after_its_time()
    {
        using var release = new ManualResetEventSlim();
        await using var server = await TestServer.Start(new ServerSetup
        {
            Services = builder => builder.Services.AddSingleton(release),
            Extend = builder => builder.AddHooks<Blocking>(),
        });
        var path = $"/api/collections/{await server.NewCollection()}/records";

        (await server.Admin.Api.Post(path, "{}")).Expect(500);

        release.Set();
        server.Logs.Lines.ShouldContain(line => line.Contains("The hook Blocking.Wait took longer than 0.1 s.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Writes_of_other_collections_end_while_hooks_before_one_are_waited_for()
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var slow = "";
        await using var server = await TestServer.Start(BeforeAnyChange.Setup(async (coming, cancel) =>
        {
            if (coming.Collection != slow) return;
            entered.Release();
            await release.WaitAsync(cancel);
        }));
        slow = await server.NewCollection();
        var path = $"/api/collections/{await server.NewCollection()}/records";

        var waiting = Enumerable.Range(0, 20).Select(_ => server.Admin.Api.Post($"/api/collections/{slow}/records", "{}")).ToList();
        for (var i = 0; i < 20; i++) await entered.WaitAsync(Cancel);
        for (var i = 0; i < 50; i++) (await server.Admin.Api.Post(path, "{}")).Expect(201);
        waiting.ShouldAllBe(write => !write.IsCompleted);
        release.Release(20);
        foreach (var write in waiting) (await write).Expect(201);
    }

    private static async Task<string> State(TestServer server) =>
        (await server.Admin.Api.Get("/api/admin/hooks")).Json.GetProperty("hooks").EnumerateArray()
            .Single(hook => hook.GetProperty("event").GetString() == "before.record.create").GetProperty("state").GetString()!;

    private sealed class Guards
    {
        [BeforeUserRegister]
        public static void Register(UserRegisterEvent coming)
        {
            if (coming.Email.EndsWith("@blocked.example", StringComparison.Ordinal)) throw new HookRejection("Not from there", "email");
        }

        [BeforeFunctionCall("own_add")]
        public static void Call(FunctionCallEvent coming)
        {
            if ((int)coming.Payload["x"]! > 10) throw new HookRejection("Too much");
            coming.Payload["y"] = 1;
        }
    }

    private sealed class Blocking(ManualResetEventSlim release)
    {
        [BeforeRecordCreate(TimeoutSeconds = 0.1)]
        public void Wait() => release.Wait(Cancel);
    }
}
