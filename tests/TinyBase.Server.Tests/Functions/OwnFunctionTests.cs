using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

public sealed class OwnFunctionTests(OwnFunctionTests.Fixture fixture) : IClassFixture<OwnFunctionTests.Fixture>
{
    private static readonly string[] Percentiles = ["p50", "p95", "p99"];

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_call_is_answered_with_its_result()
    {
        var answer = (await Server.Anonymous.Post("/api/functions/own_add", """{"x": 1, "y": 2}""")).Expect(200).Json;

        answer.GetProperty("status").GetString().ShouldBe("succeeded");
        answer.GetProperty("result").GetProperty("total").GetInt32().ShouldBe(3);
        answer.GetProperty("error_type").GetString().ShouldBeNull();
        Guid.TryParse(answer.GetProperty("call_id").GetString(), out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Input_that_does_not_fit_is_refused_with_its_place_and_no_call_is_remembered()
    {
        var before = await Total("own_add");

        var refused = (await Server.Anonymous.Post("/api/functions/own_add", """{"x": 101, "y": "two"}""")).Expect(422);

        refused.Errors.Select(error => string.Join('.', error.GetProperty("loc").EnumerateArray())).ShouldContain("body.y");
        (await Server.Anonymous.Post("/api/functions/own_add", """{"x": 101, "y": 2}""")).Expect(422)
            .Errors.ShouldHaveSingleItem().GetProperty("loc")[1].GetString().ShouldBe("x");
        (await Total("own_add")).ShouldBe(before);
    }

    [Fact]
    public async Task A_type_that_holds_itself_is_a_component_that_the_document_refers_to()
    {
        var text = (await Server.Anonymous.Get("/openapi.json")).Expect(200).Text;
        var document = JsonElement.Parse(text);

        var schemas = document.GetProperty("components").GetProperty("schemas");
        var branch = schemas.GetProperty("own_prunes.Input.branch");
        branch.GetProperty("properties").GetProperty("leaf").GetProperty("$ref").GetString()
            .ShouldBe("#/components/schemas/own_prunes.Input.branch.leaf");
        document.GetProperty("paths").GetProperty("/api/functions/own_prunes").GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/json").GetProperty("schema").GetProperty("properties").GetProperty("branch").GetProperty("$ref").GetString()
            .ShouldBe("#/components/schemas/own_prunes.Input.branch");
        schemas.EnumerateObject().Select(schema => schema.Name).ShouldContain(name => name.StartsWith("own_prunes.Result"));
        foreach (Match reference in Regex.Matches(text, "\"#/components/schemas/([^\"]+)\""))
        {
            schemas.TryGetProperty(reference.Groups[1].Value, out _).ShouldBeTrue(reference.Value);
        }

        text.ShouldNotContain("\"$ref\":\"#/properties");
    }

    [Fact]
    public async Task An_object_that_is_made_for_a_call_is_disposed_of_with_it_also_when_it_fails()
    {
        async Task<JsonElement> Count(string fail) =>
            (await Server.Anonymous.Post("/api/functions/own_counts", $$"""{"fail": {{fail}}}""")).Expect(200).Json;

        (await Count("false")).GetProperty("result").GetInt32().ShouldBe(0);
        (await Count("true")).GetProperty("error_type").GetString().ShouldBe("ArgumentException");
        (await Count("false")).GetProperty("result").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("own_for_users", 401, 200, 200)]
    [InlineData("own_for_admins", 401, 403, 200)]
    [InlineData("own_add", 200, 200, 200)]
    public async Task Callers_may_call_what_is_for_them(string name, int anonymous, int user, int admin)
    {
        const string input = """{"text": "hello", "x": 1, "y": 1}""";
        var someone = await Server.NewUser();

        (await Server.Anonymous.Post($"/api/functions/{name}", input)).Status.ShouldBe(anonymous);
        (await someone.Api.Post($"/api/functions/{name}", input)).Status.ShouldBe(user);
        (await Server.Admin.Api.Post($"/api/functions/{name}", input)).Status.ShouldBe(admin);
        (await Server.Anonymous.Get($"/api/functions/{name}/schema")).Status.ShouldBe(anonymous);
        (await Names(someone.Api)).Contains(name).ShouldBe(user == 200);
        (await Names(Server.Anonymous)).Contains(name).ShouldBe(anonymous == 200);
    }

    [Theory]
    [InlineData("[1]", "dict_type @ body")]
    [InlineData("\"text\"", "dict_type @ body")]
    [InlineData("{", "json_invalid @ body.1")]
    public async Task Only_an_object_is_an_input(string body, string problem) =>
        (await Server.Anonymous.Post("/api/functions/own_fails", body)).Expect(422).Problems.ShouldHaveSingleItem().ShouldBe(problem);

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    public async Task No_input_is_an_empty_one(string body) =>
        (await Server.Anonymous.Post("/api/functions/own_logs", body)).Expect(200).Json.GetProperty("status").GetString().ShouldBe("succeeded");

    [Fact]
    public async Task A_broken_body_is_told_before_a_missing_function_and_that_before_a_large_one()
    {
        (await Server.Anonymous.Post("/api/functions/no_such", "{")).Expect(422);
        (await Server.Anonymous.Post("/api/functions/no_such", $$"""{"text": "{{new string('x', 3000)}}"}""")).Expect(404)
            .Detail.ShouldBe("Function 'no_such' not found");
        (await Server.Anonymous.Post("/api/functions/own_for_users", $$"""{"text": "{{new string('x', 3000)}}"}""")).Expect(401);
        (await Server.Anonymous.Post("/api/functions/own_add", $$"""{"text": "{{new string('x', 3000)}}"}""")).Expect(413)
            .Detail.ShouldBe("Payload exceeds maximum size of 2048 bytes");
    }

    [Fact]
    public async Task A_function_that_throws_has_failed_and_is_remembered()
    {
        var answer = (await Server.Anonymous.Post("/api/functions/own_fails")).Expect(200).Json;

        answer.GetProperty("status").GetString().ShouldBe("failed");
        answer.GetProperty("error_type").GetString().ShouldBe("ArgumentException");
        answer.GetProperty("error_message").GetString().ShouldBe("not like this");
        var call = await Call(answer.GetProperty("call_id").GetString()!);
        call.Json.GetProperty("status").GetString().ShouldBe("failed");
        call.Json.GetProperty("principal").GetString().ShouldBe("anonymous");
        call.Json.GetProperty("error_stack").GetString()!.ShouldContain("OwnFunctions.Fails");
    }

    [Fact]
    public async Task What_a_call_logs_is_kept_with_it()
    {
        var answer = (await Server.Anonymous.Post("/api/functions/own_logs")).Expect(200).Json;
        var id = answer.GetProperty("call_id").GetString()!;

        var line = (await Call(id)).Json.GetProperty("log").EnumerateArray().ShouldHaveSingleItem();
        line.GetProperty("message").GetString().ShouldBe("Counted 3 films");
        line.GetProperty("fields").GetProperty("count").GetInt32().ShouldBe(3);
        var followed = (await Server.Admin.Api.Get($"/api/admin/functions/calls/{id}/log")).Expect(200).Text;
        followed.ShouldContain("Counted 3 films");
        followed.ShouldEndWith("event: end\ndata: {}\n\n");
    }

    [Fact]
    public async Task The_least_severe_level_and_the_largest_result_are_those_of_the_settings()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Options = options => (options.Functions.LoggingLevel, options.Functions.MaxResultBytes) = (LogLevel.Critical, 2000),
            Services = builder => builder.Services.AddSingleton(fixture.Gate).AddSingleton<Disposals>(),
            Extend = tinyBase => tinyBase.AddFunctions(typeof(OwnFunctions).Assembly),
        });

        var answer = (await server.Anonymous.Post("/api/functions/own_despairs")).Expect(200).Json;
        var call = (await server.Admin.Api.Get($"/api/admin/functions/calls/{answer.GetProperty("call_id").GetString()}")).Expect(200).Json;

        answer.GetProperty("error_type").GetString().ShouldBe("ResultSizeError");
        answer.GetProperty("error_message").GetString().ShouldBe("Result exceeds maximum size of 2000 bytes");
        var line = call.GetProperty("log").EnumerateArray().ShouldHaveSingleItem();
        $"{line.GetProperty("level").GetString()} {line.GetProperty("message").GetString()}".ShouldBe("error This is graver");
    }

    [Fact]
    public async Task Input_and_result_are_kept_where_the_function_asks_for_it()
    {
        var user = await Server.NewUser();
        var kept = (await user.Api.Post("/api/functions/own_for_users", """{"text":"hello"}""")).Expect(200).Json;
        var dropped = (await Server.Anonymous.Post("/api/functions/own_add", """{"x":1,"y":1}""")).Expect(200).Json;

        var call = (await Call(kept.GetProperty("call_id").GetString()!)).Json;
        call.GetProperty("payload").GetProperty("text").GetString().ShouldBe("hello");
        call.GetProperty("result").GetString().ShouldBe($"hello, {user.Email}");
        call.GetProperty("requested_by_user_id").GetString().ShouldBe(user.Id);
        (await Call(dropped.GetProperty("call_id").GetString()!)).Json.GetProperty("payload").GetRawText().ShouldBe("null");
    }

    [Fact]
    public async Task A_call_that_takes_too_long_has_failed_and_had_a_row_meanwhile()
    {
        var answer = (await Server.Anonymous.Post("/api/functions/own_slow")).Expect(200).Json;

        answer.GetProperty("error_type").GetString().ShouldBe("TimeoutError");
        answer.GetProperty("error_message").GetString().ShouldBe("Function execution timeout");
        (await Call(answer.GetProperty("call_id").GetString()!)).Json.GetProperty("status").GetString().ShouldBe("failed");
    }

    [Fact]
    public async Task A_call_whose_time_goes_by_while_it_waits_says_that_it_never_began()
    {
        var answers = await Task.WhenAll(Server.Anonymous.Post("/api/functions/own_lingers"), Server.Anonymous.Post("/api/functions/own_lingers"));

        var failed = answers.Select(answer => answer.Expect(200).Json).ToList();
        failed.ShouldAllBe(answer => answer.GetProperty("error_type").GetString() == "TimeoutError");
        failed.Select(answer => answer.GetProperty("error_message").GetString()).ShouldBe(
            ["Function execution timeout", "Function execution timeout: the call waited for its turn and never began"], ignoreOrder: true);
    }

    [Fact]
    public async Task One_call_too_many_is_refused_to_a_user_and_those_in_the_line_run_in_turn()
    {
        var user = await Server.NewUser();
        var first = user.Api.Post("/api/functions/own_waits");
        var second = user.Api.Post("/api/functions/own_waits");
        Answer refused;
        do refused = await user.Api.Post("/api/functions/no_such");
        while (refused.Status != 429);

        refused.Detail.ShouldBe("Rate limit exceeded: maximum 2 concurrent functions per user");
        refused.Header("Retry-After").ShouldBe("60");
        // One runs and one waits, so whichever of three comes last is refused.
        Task<Answer>[] all = [first, second, Server.Admin.Api.Post("/api/functions/own_waits")];
        var last = await Task.WhenAny(all);
        (await last).Expect(429).Detail.ShouldBe("Function 'own_waits' is too busy: 1 calls wait already");
        fixture.Gate.Open();
        foreach (var answer in all.Where(one => one != last)) (await answer).Expect(200).Json.GetProperty("status").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_function_has_the_rights_of_its_caller_unless_it_runs_as_the_system()
    {
        var collection = await Server.NewCollection(
            options: """{"access": {"list": "auth", "read": "auth", "create": "auth", "update": "owner", "delete": "owner"}}""");
        var input = $$"""{"collection": "{{collection}}"}""";
        var user = await Server.NewUser();

        var denied = (await Server.Anonymous.Post("/api/functions/own_creates", input)).Expect(200).Json;
        denied.GetProperty("error_type").GetString().ShouldBe("TinyBaseException");
        var mine = (await user.Api.Post("/api/functions/own_creates", input)).Expect(200).Json.GetProperty("result").GetString();
        var system = (await Server.Anonymous.Post("/api/functions/own_creates_as_system", input)).Expect(200).Json.GetProperty("result").GetString();

        (await Owner(collection, mine!)).ShouldBe(user.Id);
        (await Owner(collection, system!)).ShouldBeNull();
    }

    [Fact]
    public async Task The_metrics_count_calls_by_function()
    {
        await Server.Anonymous.Post("/api/functions/own_fails");

        var metrics = (await Server.Admin.Api.Get("/api/admin/functions/metrics?hours=1")).Expect(200).Json;

        metrics.GetProperty("period_hours").GetInt32().ShouldBe(1);
        var one = metrics.GetProperty("functions").GetProperty("own_fails");
        one.GetProperty("total_calls").GetInt64().ShouldBe(one.GetProperty("failed").GetInt64());
        foreach (var name in Percentiles) one.GetProperty($"{name}_duration_ms").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        (await Server.Admin.Api.Get("/api/admin/functions/metrics?hours=721")).Expect(422);
        (await Server.Admin.Api.Get("/api/admin/functions/calls?status=gone")).Expect(422).Problems.ShouldHaveSingleItem().ShouldBe("enum @ query.status");
    }

    [Fact]
    public async Task Of_a_hundred_calls_the_percentiles_are_those_that_so_many_did_not_exceed()
    {
        await using var server = await TestServer.Start();
        var now = DateTimeOffset.UtcNow;
        for (var i = 1; i <= 100; i++)
        {
            server.Sql(
                """
                INSERT INTO _function_call (id, function_name, status, trigger_type, principal, started_at, duration_ms, input_bytes)
                VALUES ($id, 'timed', iif($ms > 75, 'failed', 'succeeded'), 'manual', 'anonymous', $time, $ms, 2)
                """,
                ("$id", Guid.CreateVersion7(now).ToString()), ("$ms", i), ("$time", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)));
        }

        server.Sql(
            "INSERT INTO _function_call (id, function_name, status, trigger_type, principal, started_at, input_bytes) SELECT $id, function_name, 'running', trigger_type, principal, started_at, 2 FROM _function_call LIMIT 1",
            ("$id", Guid.CreateVersion7(now).ToString()));
        var collection = await server.NewCollection();
        (await server.Admin.Api.Post($"/api/collections/{collection}/records", """{"title":"one"}""")).Expect(201);

        var timed = (await server.Admin.Api.Get("/api/admin/functions/metrics")).Expect(200).Json.GetProperty("functions").GetProperty("timed");
        var metrics = (await server.Admin.Api.Get("/api/admin/metrics")).Expect(200).Json;

        string.Join(' ', Percentiles.Select(name => timed.GetProperty($"{name}_duration_ms").GetInt64())).ShouldBe("50 95 99");
        timed.GetProperty("failed").GetInt64().ShouldBe(26, "Those that run count as not succeeded.");
        timed.GetProperty("avg_duration_ms").GetDouble().ShouldBe(50.5);
        metrics.GetProperty("collection_sizes").GetRawText().ShouldBe($$"""[{"collection_name":"{{collection}}","record_count":1}]""");
        metrics.GetProperty("function_stats").GetRawText()
            .ShouldBe("""[{"function_name":"timed","avg_runtime_ms":50.5,"error_rate":24.75,"total_calls":101}]""");
        metrics.GetProperty("collected_at").GetString()!.ShouldEndWith("Z");
        metrics.GetProperty("database").GetProperty("size_bytes").GetInt64().ShouldBeGreaterThan(0);
        metrics.GetProperty("write_queue").GetProperty("waiting").GetInt32().ShouldBe(0);
        metrics.GetProperty("write_queue").GetProperty("commits").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Calls_can_be_listed_by_user_and_a_function_of_the_app_has_no_file()
    {
        var user = await Server.NewUser();
        await user.Api.Post("/api/functions/own_fails");
        await Server.Anonymous.Post("/api/functions/own_fails");

        var calls = (await Server.Admin.Api.Get($"/api/admin/functions/calls?user_id={user.Id}")).Expect(200).Json;

        calls.GetProperty("total").GetInt64().ShouldBe(1);
        calls.GetProperty("calls")[0].GetProperty("requested_by_user_id").GetString().ShouldBe(user.Id);
        (await Server.Admin.Api.Get("/api/admin/functions/own_fails/source")).Expect(404);
    }

    [Fact]
    public async Task The_API_document_shows_each_function_with_its_schemas_to_those_who_may_call_it()
    {
        var paths = (await Server.Anonymous.Get("/openapi.json")).Expect(200).Json.GetProperty("paths");

        var call = paths.GetProperty("/api/functions/own_add").GetProperty("post");
        call.GetProperty("operationId").GetString().ShouldBe("functions_call_own_add");
        call.GetProperty("summary").GetString().ShouldBe("Add two numbers");
        call.GetProperty("requestBody").GetRawText().ShouldContain("\"maximum\":100");
        paths.TryGetProperty("/api/functions/own_for_users", out _).ShouldBeFalse();
        (await Server.Admin.Api.Get("/openapi.json")).Json.GetProperty("paths").TryGetProperty("/api/functions/own_for_admins", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_call_that_has_ended_leaves_no_timer_behind()
    {
        const int limit = 7777;
        var clock = new TimerClock(TimeSpan.FromSeconds(limit));
        await using var server = await TestServer.Start(new ServerSetup
        {
            Options = options => options.Functions.TimeoutSeconds = limit,
            Services = builder => builder.Services.AddSingleton(fixture.Gate).AddSingleton<Disposals>().AddSingleton<TimeProvider>(clock),
            Extend = tinyBase => tinyBase.AddFunctions(typeof(OwnFunctions).Assembly),
        });

        for (var i = 0; i < 3; i++) (await server.Anonymous.Post("/api/functions/own_add", """{"x": 1, "y": 2}""")).Expect(200);

        clock.Set.ShouldBe(3, "Each call has a limit.");
        await Eventually.Becomes(() => clock.Waiting, 0);
    }

    private static async Task<IReadOnlyList<string?>> Names(ApiClient api) =>
        [.. (await api.Get("/api/functions")).Expect(200).Json.EnumerateArray().Select(function => function.GetProperty("name").GetString())];

    private async Task<Answer> Call(string id) => (await Server.Admin.Api.Get($"/api/admin/functions/calls/{id}")).Expect(200);

    private async Task<long> Total(string name) =>
        (await Server.Admin.Api.Get($"/api/admin/functions/calls?function_name={name}&status=failed")).Expect(200).Json.GetProperty("total").GetInt64();

    private async Task<string?> Owner(string collection, string id) =>
        (await Server.Admin.Api.Get($"/api/collections/{collection}/records/{id}")).Expect(200).Json.GetProperty("owner_id").GetString();

    public sealed class Fixture : IAsyncLifetime
    {
        public Gate Gate { get; } = new();

        public TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.Start(new ServerSetup
        {
            Options = options =>
            {
                options.Functions.MaxPayloadBytes = 2048;
                options.Functions.MaxConcurrentPerUser = 2;
                options.Functions.MaxWaitingCalls = 1;
            },
            Services = builder => builder.Services.AddSingleton(Gate).AddSingleton<Disposals>(),
            Extend = tinyBase => tinyBase.AddFunctions(typeof(OwnFunctions).Assembly),
        });

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
