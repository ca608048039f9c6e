using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>What a class must be to bring hooks, and what it gets.</summary>
public sealed class HookRegistrationTests
{
    [Fact]
    public async Task What_cannot_be_a_hook_stops_the_start_and_says_what_would_be_right()
    {
        (await Refusal<WrongEvent>()).ShouldBe(
            "WrongEvent.Hook cannot be a hook with [OnRecordCreate]: parameter 'happened' is a RecordUpdateEvent, but the event is a RecordCreateEvent; "
            + "right would be: void Hook(RecordCreateEvent e), or a Task or ValueTask with a CancellationToken.");
        (await Refusal<NoService>()).ShouldContain("parameter 'missing' is a IFormatProvider, which is neither the event nor a service of the app");
        (await Refusal<Result>()).ShouldContain("it returns Task<Int32>, which nobody would look at");
        (await Refusal<AsyncVoid>()).ShouldContain("it is async and returns void, so nobody can wait for it; return a Task");
        (await Refusal<Endless>()).ShouldContain("TimeoutSeconds must be from 0 to 3600, not -1");
        (await Refusal<Nothing>()).ShouldBe("Nothing has no hooks: give a method an attribute such as [OnRecordCreate(\"orders\")].");
        (await Refusal<Unmakeable>()).ShouldStartWith("Unmakeable cannot be made for its hooks: ");
    }

    [Fact]
    public async Task A_class_is_made_once_and_disposed_and_its_methods_get_services()
    {
        var life = new Life();
        await using (var server = await TestServer.Start(new ServerSetup
        {
            Services = builder => builder.Services.AddSingleton(life).AddScoped<Visit>(),
            Extend = builder => builder.AddHooks<WithServices>(),
        }))
        {
            var path = $"/api/collections/{await server.NewCollection()}/records";
            (await server.Admin.Api.Post(path, "{}")).Expect(201);
            (await server.Admin.Api.Post(path, "{}")).Expect(201);
        }

        (life.Made, life.Disposed).ShouldBe((1, 1));
        life.Visits.Distinct().Count().ShouldBe(2, "each run has a scope of its own");
    }

    [Fact]
    public async Task Hooks_before_a_change_run_in_their_order()
    {
        await using var server = await TestServer.Start(new ServerSetup { Extend = builder => builder.AddHooks<Ordered>() });
        var path = $"/api/collections/{await server.NewCollection()}/records";

        (await server.Admin.Api.Post(path, """{"title": ""}""")).Expect(201).Data.GetRawText().ShouldBe("""{"title":"123"}""");
    }

    [Fact]
    public async Task Hooks_work_in_a_foreign_host_behind_a_prefix()
    {
        var told = new Told();
        var foreign = ForeignHost.Setup;
        await using var server = await TestServer.Start(foreign with
        {
            Services = builder =>
            {
                foreign.Services(builder);
                builder.Services.AddSingleton(told);
            },
            Extend = builder =>
            {
                foreign.Extend(builder);
                builder.AddHooks<AfterEverything>().AddHooks<Ordered>();
            },
        });
        var path = $"/api/collections/{await server.NewCollection()}/records";

        (await server.Admin.Api.Post(path, """{"title": ""}""")).Expect(201).Data.GetRawText().ShouldBe("""{"title":"123"}""");
        await Eventually.Becomes(() => told.Events.OfType<RecordCreateEvent>().Count(), 1);
    }

    private static async Task<string> Refusal<THooks>()
        where THooks : class
    {
        var error = await Should.ThrowAsync<Exception>(() => TestServer.Start(new ServerSetup { Extend = builder => builder.AddHooks<THooks>() }));
        error.GetType().Name.ShouldBe("UnsupportedHookException");
        return error.Message;
    }

    private sealed class WrongEvent
    {
        [OnRecordCreate]
        public static void Hook(RecordUpdateEvent happened) => _ = happened;
    }

    private sealed class NoService
    {
        [OnRecordCreate]
        public static void Hook(RecordCreateEvent happened, IFormatProvider missing) => _ = (happened, missing);
    }

    private sealed class Result
    {
        [OnRecordCreate]
        public static Task<int> Hook() => Task.FromResult(1);
    }

    private sealed class AsyncVoid
    {
        [OnRecordCreate]
        public static async void Hook() => await Task.Yield();
    }

    private sealed class Endless
    {
        [OnRecordCreate(TimeoutSeconds = -1)]
        public static void Hook()
        {
        }
    }

    private sealed class Nothing;

    private sealed class Unmakeable(IFormatProvider missing)
    {
        [OnRecordCreate]
        public void Hook() => _ = missing;
    }

    private sealed class Life
    {
        public int Made { get; set; }

        public int Disposed { get; set; }

        public List<Visit> Visits { get; } = [];
    }

    private sealed class Visit;

    private sealed class WithServices : IDisposable
    {
        private readonly Life _life;

        public WithServices(Life life)
        {
            _life = life;
            life.Made++;
        }

        [BeforeRecordCreate]
        public ValueTask Hook(Visit visit, RecordCreateEvent coming, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            lock (_life.Visits) _life.Visits.Add(visit);
            return coming.IsBefore ? ValueTask.CompletedTask : throw new InvalidOperationException("It is to come.");
        }

        public void Dispose() => _life.Disposed++;
    }

    private sealed class Ordered
    {
        [BeforeRecordCreate(Order = 10)]
        public static void Third(RecordCreateEvent coming) => coming.Data["title"] += "3";

        [BeforeRecordCreate(Order = -10)]
        public static void First(RecordCreateEvent coming) => coming.Data["title"] += "1";

        [BeforeRecordCreate("*")]
        public static void Second(RecordCreateEvent coming) => coming.Data["title"] += "2";
    }
}
