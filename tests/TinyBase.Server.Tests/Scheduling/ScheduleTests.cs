using System.Text.Json;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Scheduling;
using TinyBase.Server.Tests.Functions;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Scheduling;

public sealed class ScheduleTests(ScheduleTests.Fixture fixture) : IClassFixture<ScheduleTests.Fixture>
{
    private const string Path = "/api/admin/schedules";
    private const string Yearly = """{"method": "cron", "cron": "0 0 1 1 *", "description": "New Year"}""";

    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_schedule_is_made_read_changed_and_deleted()
    {
        var made = await Create("own_add", Yearly, """, "input_data": {"x": 1, "y": 2}, "max_retries": 3""");
        var id = made.GetProperty("id").GetString();

        made.GetProperty("schedule").GetProperty("description").GetString().ShouldBe("New Year");
        made.GetProperty("source").GetString().ShouldBe("user");
        made.GetProperty("created_by_user_id").GetString().ShouldBe(Server.Admin.Id);
        made.GetProperty("next_run_at").GetString().ShouldNotBeNull().ShouldEndWith("-01-01T00:00:00.000000Z");
        (await Admin.Get($"{Path}/{id}")).Expect(200).Text.ShouldBe(made.GetRawText());
        var changed = (await Admin.Patch($"{Path}/{id}", """{"name": "another", "is_active": false, "function_name": "own_fails"}""")).Expect(200).Json;
        changed.GetProperty("name").GetString().ShouldBe("another");
        changed.GetProperty("function_name").GetString().ShouldBe("own_add");
        changed.GetProperty("max_retries").GetInt32().ShouldBe(3);
        changed.GetProperty("next_run_at").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Admin.Patch($"{Path}/{id}", """{"is_active": true}""")).Expect(200).Json.GetProperty("next_run_at").GetString().ShouldNotBeNull();
        (await Admin.Delete($"{Path}/{id}")).Expect(204);
        (await Admin.Get($"{Path}/{id}")).Expect(404).Detail.ShouldBe($"Schedule '{id}' not found");
    }

    [Theory]
    [InlineData("""{}""", "method", "Unknown schedule method: None")]
    [InlineData("""{"method": "often"}""", "method", "Unknown schedule method: often")]
    [InlineData("""{"method": "once", "date": "2001-01-01", "time": "09:00"}""", "date", "in the future")]
    [InlineData("""{"method": "once", "date": "tomorrow", "time": "09:00"}""", "date", "2026-12-31")]
    [InlineData("""{"method": "once", "date": "2099-02-30", "time": "09:00"}""", "date", "2026-12-31")]
    [InlineData("""{"method": "once", "date": "9999-12-31", "time": "23:59", "timezone": "America/New_York"}""", "date", "9998-12-31")]
    [InlineData("""{"method": "once", "date": "0001-01-01", "time": "00:00", "timezone": "Asia/Tokyo"}""", "date", "0002-01-01")]
    [InlineData("""{"method": "once", "date": "2099-01-01", "time": "25:00"}""", "time", "09:30")]
    [InlineData("""{"method": "once", "date": "2099-01-01", "time": "09:00+05:00"}""", "time", "offset")]
    [InlineData("""{"method": "once", "time": "09:00"}""", "date", "Field required")]
    [InlineData("""{"method": "interval", "unit": "minutes", "value": 0}""", "value", "greater than 0")]
    [InlineData("""{"method": "interval", "unit": "minutes", "value": -1}""", "value", "greater than 0")]
    [InlineData("""{"method": "interval", "unit": "days", "value": 9223372036854775807}""", "value", "36500 days")]
    [InlineData("""{"method": "interval", "unit": "years", "value": 1}""", "unit", "'days'")]
    [InlineData("""{"method": "interval", "unit": "hours", "value": 1, "often": true}""", "often", "not permitted")]
    [InlineData("""{"method": "cron", "cron": "0 0 31 2 *"}""", "cron", "never")]
    [InlineData("""{"method": "cron", "cron": "* * * * * *"}""", "cron", "five fields")]
    [InlineData("""{"method": "cron", "cron": "61 * * * *"}""", "cron", "between 0 and 59")]
    [InlineData("""{"method": "cron", "cron": "* * * * *", "timezone": "Mars/Olympus"}""", "timezone", "IANA")]
    [InlineData("""{"method": "cron", "cron": "* * * * *", "timezone": "../../etc/passwd"}""", "timezone", "IANA")]
    [InlineData("""{"method": "cron", "cron": "* * * * *", "timezone": 3}""", "timezone", "IANA")]
    [InlineData("""{"method": "cron", "cron": "\ud800"}""", "cron", "valid string")]
    public async Task What_cannot_be_a_schedule_is_refused_with_its_field(string plan, string field, string message)
    {
        var refused = (await Admin.Post(Path, Body("own_add", plan))).Expect(400);

        refused.Detail.ShouldStartWith("Invalid schedule configuration: ");
        var error = refused.Errors.ShouldHaveSingleItem();
        error.GetProperty("loc").EnumerateArray().Select(part => part.GetString()).ShouldBe(["body", "schedule", field]);
        error.GetProperty("msg").GetString().ShouldNotBeNull().ShouldContain(message);
        (await Admin.Post($"{Path}/preview", $$"""{"schedule": {{plan}}}""")).Expect(400).Detail.ShouldBe(refused.Detail);
    }

    [Fact]
    public async Task Bodies_that_do_not_fit_are_refused_with_all_that_is_wrong()
    {
        (await Admin.Post(Path, """{"name": "", "function_name": 1, "schedule": [], "overlap_policy": "sometimes", "max_retries": 99}""")).Expect(422)
            .Problems.ShouldBe(
            ["enum @ body.overlap_policy", "less_than_equal @ body.max_retries", "string_too_short @ body.name", "string_type @ body.function_name", "dict_type @ body.schedule"],
            ignoreOrder: true);
        (await Admin.Post(Path, Body("no_such_function", "{}"))).Expect(400).Detail.ShouldBe("Function 'no_such_function' not found");
        (await Admin.Get($"{Path}?source=elsewhere&sort_by=luck")).Expect(422).Problems.ShouldBe(["enum @ query.source", "enum @ query.sort_by"]);
        (await Admin.Get($"{Path}/nonsense")).Expect(422);
    }

    [Fact]
    public async Task Peoples_own_come_first_and_housekeeping_last_unless_another_order_is_asked_for()
    {
        await Create("own_add", Yearly);
        await Create("own_add", Yearly, """, "is_active": false""");

        var sources = (await List("limit=1000")).Select(schedule => schedule.GetProperty("source").GetString()).ToList();
        var times = (await List("limit=1000&sort_by=next_run_at")).Select(schedule => schedule.GetProperty("next_run_at").GetString()).ToList();
        var names = (await List("limit=1000&sort_by=name&sort_order=desc")).Select(schedule => schedule.GetProperty("name").GetString()!).ToList();

        sources.ShouldBe(sources.OrderBy(source => Array.IndexOf(["user", "code", "system"], source)));
        sources.Distinct().ShouldBe(["user", "code", "system"]);
        times.ShouldBe(times.OrderBy(time => time is null).ThenBy(time => time, StringComparer.Ordinal));
        times[^1].ShouldBeNull();
        names.ShouldBe(names.OrderByDescending(name => name, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_preview_has_the_next_ten_times_in_the_zone_and_in_UTC()
    {
        var preview = (await Admin.Post(
            $"{Path}/preview",
            """{"schedule": {"method": "cron", "cron": "30 2 * * *", "timezone": "Europe/Berlin"}, "from": "2026-03-28T00:00:00Z"}""")).Expect(200).Json;

        preview.GetProperty("timezone").GetString().ShouldBe("Europe/Berlin");
        var runs = preview.GetProperty("runs").EnumerateArray().ToList();
        runs.Count.ShouldBe(10);
        runs.Take(3).Select(run => run.GetProperty("local_time").GetString())
            .ShouldBe(["2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"]);
        runs[1].GetProperty("run_at").GetString().ShouldBe("2026-03-29T01:00:00.000000Z");
    }

    [Fact]
    public async Task A_run_that_is_asked_for_is_a_call_of_the_function_by_the_system()
    {
        var id = (await Create("own_scheduled", Yearly, """, "input_data": {"text": "now"}""")).GetProperty("id").GetString()!;
        var next = (await Admin.Get($"{Path}/{id}")).Json.GetProperty("next_run_at").GetString();

        var run = (await Admin.Post($"{Path}/{id}/run")).Expect(202).Json;

        run.GetProperty("reason").GetString().ShouldBe("manual");
        var ended = await Ended(id);
        ended.GetProperty("id").GetString().ShouldBe(run.GetProperty("id").GetString());
        ended.GetProperty("status").GetString().ShouldBe("succeeded");
        var call = (await Admin.Get($"/api/admin/functions/calls?trigger_id={id}")).Expect(200).Json.GetProperty("calls").EnumerateArray().ShouldHaveSingleItem();
        call.GetProperty("id").GetString().ShouldBe(ended.GetProperty("call_id").GetString());
        call.GetProperty("trigger_type").GetString().ShouldBe("schedule");
        call.GetProperty("principal").GetString().ShouldBe("system");
        (await Admin.Get($"/api/admin/functions/calls/{call.GetProperty("id").GetString()}")).Json.GetProperty("result").GetString()
            .ShouldBe("now: Schedule True ");
        var schedule = (await Admin.Get($"{Path}/{id}")).Json;
        schedule.GetProperty("last_status").GetString().ShouldBe("succeeded");
        schedule.GetProperty("next_run_at").GetString().ShouldBe(next);
        (await Admin.Get("/api/admin/functions/calls?trigger_id=nonsense")).Expect(422);
    }

    [Theory]
    [InlineData("own_fails", "{}", "ArgumentException: not like this")]
    [InlineData("own_slow", "{}", "TimeoutError: Function execution timeout")]
    [InlineData("own_add", """{"x": "one"}""", "The input does not fit the function: ")]
    public async Task A_run_that_fails_says_why(string function, string input, string error)
    {
        var id = (await Create(function, Yearly, $", \"input_data\": {input}")).GetProperty("id").GetString()!;

        (await Admin.Post($"{Path}/{id}/run")).Expect(202);
        await Ended(id);

        var schedule = (await Admin.Get($"{Path}/{id}")).Json;
        schedule.GetProperty("last_status").GetString().ShouldBe("failed");
        schedule.GetProperty("last_error").GetString().ShouldNotBeNull().ShouldStartWith(error);
        schedule.GetProperty("failures_in_a_row").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_schedule_whose_function_is_gone_says_so_at_its_next_run()
    {
        var id = (await Create("own_add", Yearly)).GetProperty("id").GetString()!;
        Server.Sql("UPDATE _schedule SET function_name = 'gone' WHERE id = $id", ("$id", id));

        (await Admin.Post($"{Path}/{id}/run")).Expect(202);
        await Ended(id);

        (await Admin.Get($"{Path}/{id}")).Json.GetProperty("last_error").GetString().ShouldBe("Function 'gone' not found");
    }

    [Fact]
    public async Task What_is_due_runs_at_its_time()
    {
        var id = (await Create("own_scheduled", """{"method": "interval", "unit": "seconds", "value": 1}""")).GetProperty("id").GetString()!;

        var run = await Ended(id);
        (await Admin.Delete($"{Path}/{id}")).Expect(204);

        run.GetProperty("reason").GetString().ShouldBe("schedule");
        run.GetProperty("status").GetString().ShouldBe("succeeded");
        string.CompareOrdinal(run.GetProperty("started_at").GetString(), run.GetProperty("planned_at").GetString()).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task A_schedule_in_code_is_in_the_list_and_can_be_disabled_but_not_changed()
    {
        var declared = await List("function_name=own_scheduled&source=code");
        declared.Select(schedule => schedule.GetProperty("name").GetString()).ShouldBe(["own_scheduled", "Once a year"]);
        var (weekdays, yearly) = (declared[0], declared[1]);
        weekdays.GetProperty("schedule").GetRawText().ShouldBe("""{"method":"cron","cron":"0 9 * * 1-5","timezone":"Europe/Berlin"}""");
        weekdays.GetProperty("input_data").GetProperty("text").GetString().ShouldBe("from the code");
        weekdays.GetProperty("max_retries").GetInt32().ShouldBe(2);
        weekdays.GetProperty("next_run_at").GetString().ShouldNotBeNull();
        yearly.GetProperty("misfire_policy").GetString().ShouldBe("skip");
        var id = yearly.GetProperty("id").GetString();

        (await Admin.Patch($"{Path}/{id}", """{"name": "mine"}""")).Expect(409).Detail.ShouldContain("declared in the code of function 'own_scheduled'");
        (await Admin.Delete($"{Path}/{id}")).Expect(409);
        (await Admin.Patch($"{Path}/{id}", """{"is_active": false}""")).Expect(200).Json.GetProperty("next_run_at").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Admin.Patch($"{Path}/{id}", """{"is_active": true}""")).Expect(200);
    }

    [Fact]
    public async Task Housekeeping_is_in_the_list_and_runs_but_belongs_to_the_server()
    {
        var jobs = await List("source=system");
        jobs.Select(job => job.GetProperty("function_name").GetString()).ShouldBe(
            ["old_audit_entries", "expired_tokens", "old_function_calls", "metrics_snapshot", "optimize_database", "planner_statistics", "own_job"], ignoreOrder: true);

        foreach (var id in jobs.Select(job => job.GetProperty("id").GetString()!))
        {
            (await Admin.Delete($"{Path}/{id}")).Expect(409).Detail.ShouldContain("housekeeping of the server");
            (await Admin.Patch($"{Path}/{id}", """{"is_active": false}""")).Expect(409);
            (await Admin.Post($"{Path}/{id}/run")).Expect(202);
            (await Ended(id)).GetProperty("error").GetString().ShouldBeNull();
        }

        fixture.Job.Runs.ShouldBe(1);
    }

    private static string Body(string function, string plan, string more = "") =>
        $$"""{"name": "it", "function_name": "{{function}}", "schedule": {{plan}}{{more}}}""";

    private async Task<JsonElement> Create(string function, string plan, string more = "") =>
        (await Admin.Post(Path, Body(function, plan, more))).Expect(201).Json;

    private async Task<List<JsonElement>> List(string query) =>
        [.. (await Admin.Get($"{Path}?{query}")).Expect(200).Json.GetProperty("schedules").EnumerateArray()];

    /// <summary>The newest run of a schedule that has ended, once there is one.</summary>
    private async Task<JsonElement> Ended(string id)
    {
        JsonElement? Find() => Admin.Get($"{Path}/{id}/runs").GetAwaiter().GetResult().Expect(200).Json.GetProperty("runs").EnumerateArray()
            .Cast<JsonElement?>().FirstOrDefault(run => run!.Value.GetProperty("status").GetString() is not ("waiting" or "running"));
        await Eventually.Becomes(() => Find() is not null, true);
        return Find()!.Value;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;

        public OwnJob Job { get; } = new();

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.Start(new ServerSetup
            {
                Services = builder => builder.Services.AddSingleton(new Gate()).AddSingleton<ISystemJob>(Job),
                Extend = tinyBase => tinyBase.AddFunctions(typeof(OwnFunctions).Assembly),
            });
            await Eventually.Becomes(
                () => Server.Admin.Api.Get($"{Path}?source=code").GetAwaiter().GetResult().Expect(200).Json.GetProperty("total").GetInt32(), 2);
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    /// <summary>Housekeeping of an embedding app.</summary>
    public sealed class OwnJob : ISystemJob
    {
        private int _runs;

        public string Name => "own_job";

        public string Title => "A job of the app";

        public TimeSpan Interval => TimeSpan.FromDays(1);

        public int Runs => _runs;

        public Task Run(CancellationToken cancel)
        {
            Interlocked.Increment(ref _runs);
            return Task.CompletedTask;
        }
    }
}
