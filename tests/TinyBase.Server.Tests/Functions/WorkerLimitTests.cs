using System.Diagnostics;
using System.Text;
using System.Text.Json;

using Shouldly;

using TinyBase.Configuration;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>How much functions may take, and what happens to those that take more.</summary>
public sealed class WorkerLimitTests(FunctionWorkspace workspace)
{
    [Fact]
    public async Task A_loop_without_end_is_ended_after_its_time_and_a_grace()
    {
        await using var server = await Serve(options => options.TimeoutSeconds = 10);
        var pid = (await Result(server, "pid")).GetInt32();

        var looping = await Call(server, "loop");

        looping.GetProperty("error_type").GetString().ShouldBe("TimeoutError");
        // It is answered when its time is up, not when its process has been ended; by then new calls have another.
        await Eventually.Becomes(async () => (await Result(server, "pid")).GetInt32() == pid, false);
        IsRunning(pid).ShouldBeTrue();
        await Eventually.Becomes(() => IsRunning(pid), false);
        (await Result(server, "pid")).GetInt32().ShouldNotBe(pid);
        server.Logs.Lines.ShouldContain(line => line.Contains("did not stop when it was told to", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("allocate", "OutOfMemoryException", "MemoryError", "SubprocessError")]
    [InlineData("allocate-native", "MemoryError")]
    public async Task A_process_that_takes_too_much_memory_fails_its_calls_and_is_ended(string how, params string[] types)
    {
        await using var server = await Serve(options => options.WorkerMemoryMegabytes = 64);

        var answer = await Call(server, how);

        types.ShouldContain(answer.GetProperty("error_type").GetString(), answer.GetRawText());
        (await Result(server, "pid")).GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_process_that_takes_too_many_threads_is_ended()
    {
        await using var server = await Serve();

        var answer = await Call(server, "threads", "1200");

        answer.GetProperty("error_type").GetString().ShouldBe("MemoryError", answer.GetRawText());
        answer.GetProperty("error_message").GetString().ShouldBe("The process of the function had more threads than it may and was ended");
    }

    [Theory]
    [InlineData("exit", "0", "exit code 0")]
    [InlineData("exit", "3", "exit code 3")]
    [InlineData("overflow", null, "exit code 134")]
    public async Task A_process_that_ends_fails_the_calls_that_it_has_and_no_others(string how, string? with, string message)
    {
        await using var server = await Serve();
        var waiting = Call(server, "wait", "10000");
        var pid = (await Result(server, "pid")).GetInt32();

        var answer = await Call(server, how, with);

        answer.GetProperty("error_type").GetString().ShouldBe("SubprocessError");
        answer.GetProperty("error_message").GetString()!.ShouldContain(message);
        (await waiting).GetProperty("error_message").GetString()!.ShouldContain(message);
        (await Result(server, "wait", "1")).GetInt32().ShouldNotBe(pid);
    }

    [Fact]
    public async Task What_a_child_writes_and_reads_is_not_what_the_server_and_the_function_say_to_each_other()
    {
        await using var server = await Serve();
        var pid = (await Result(server, "pid")).GetInt32();

        (await Result(server, "noisy-child")).GetInt32().ShouldBe(0);

        (await Result(server, "pid")).GetInt32().ShouldBe(pid);
        foreach (var noise in (string[])["native noise", "child noise"])
        {
            await Eventually.Becomes(() => server.Logs.Lines.Any(line => line.Contains(noise, StringComparison.Ordinal)), true);
        }
    }

    [Fact]
    public async Task A_child_that_a_function_leaves_behind_ends_with_it()
    {
        await using var server = await Serve();
        var child = (await Result(server, "child")).GetInt32();
        IsRunning(child).ShouldBeTrue();

        await Call(server, "exit", "1");

        await Eventually.Becomes(() => IsRunning(child), false);
    }

    [Fact]
    public async Task Ten_megabytes_of_output_are_cut_to_a_log_that_can_be_kept()
    {
        await using var server = await Serve();

        var answer = await Call(server, "print", "10000000");

        answer.GetProperty("result").GetString().ShouldBe("printed");
        var call = (await server.Admin.Api.Get($"/api/admin/functions/calls/{answer.GetProperty("call_id").GetString()}")).Expect(200);
        var log = call.Json.GetProperty("log").EnumerateArray().ToList();
        log.Count.ShouldBe(1000);
        log.Select(line => line.GetProperty("level").GetString()).Distinct().ShouldBe(["info", "warning"], ignoreOrder: true);
        log.ShouldAllBe(line => line.GetProperty("message").GetString()!.Length < 5000);
        log[^1].GetProperty("message").GetString().ShouldBe("Only the first 999 lines are kept");
    }

    [Fact]
    public async Task Input_and_result_have_a_largest_size()
    {
        await using var server = await Serve(options => (options.MaxPayloadBytes, options.MaxResultBytes) = (2048, 4096));

        (await Result(server, "large", "4000")).GetString()!.Length.ShouldBe(4000);
        (await Call(server, "large", "4095")).GetProperty("error_type").GetString().ShouldBe("ResultSizeError");
        (await server.Anonymous.Post("/api/functions/deeds", JsonSerializer.Serialize(new { name = "pid", with = new string('x', 2048) }))).Expect(413);
    }

    [Fact]
    public async Task Of_more_functions_than_there_may_be_processes_the_one_used_least_recently_gives_way()
    {
        await using var server = await Serve(options => options.MaxWorkers = 1);
        var first = (await Result(server, "pid")).GetInt32();

        // The other function has to wait until the process of the first has given way.
        (await Call(server, "noise", function: "rogue")).GetProperty("status").GetString().ShouldBe("failed");

        await Eventually.Becomes(() => IsRunning(first), false);
    }

    [Fact]
    public async Task A_process_ends_when_it_has_been_idle_for_long_enough()
    {
        await using var server = await Serve(options => options.WarmSeconds = 1);
        var pid = (await Result(server, "pid")).GetInt32();
        IsRunning(pid).ShouldBeTrue();

        await Eventually.Becomes(() => IsRunning(pid), false);

        (await Result(server, "pid")).GetInt32().ShouldNotBe(pid);
    }

    [Fact]
    public async Task No_process_is_left_when_the_server_has_stopped()
    {
        int pid, child;
        await using (var server = await Serve())
        {
            pid = (await Result(server, "pid")).GetInt32();
            child = (await Result(server, "child")).GetInt32();
        }

        IsRunning(pid).ShouldBeFalse();
        await Eventually.Becomes(() => IsRunning(child), false);
    }

    [Fact]
    public async Task A_program_that_fails_at_once_is_started_again_only_after_a_while()
    {
        await using var server = await Serve();
        for (var i = 0; i < 3; i++) await Call(server, "exit", "1");
        var began = Stopwatch.GetTimestamp();

        // 250, 500, 1,000 ms.
        (await Call(server, "exit", "1")).GetProperty("error_type").GetString().ShouldBe("SubprocessError");

        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900));
    }

    [Fact]
    public async Task Calls_beyond_those_that_run_wait_and_beyond_those_are_refused_with_a_time_to_come_back()
    {
        await using var server = await Serve(options => (options.MaxConcurrentCalls, options.MaxWaitingCalls) = (2, 2));
        Task<Answer>[] calls = [.. Enumerable.Range(0, 6).Select(_ => server.Anonymous.Post("/api/functions/deeds", """{"name":"wait","with":"900"}"""))];

        var answers = await Task.WhenAll(calls);

        answers.Count(answer => answer.Status == 429).ShouldBe(2);
        answers.Where(answer => answer.Status == 429).ShouldAllBe(answer => answer.Header("Retry-After") == "1");
        answers.Where(answer => answer.Status == 200).ShouldAllBe(answer => answer.Json.GetProperty("status").GetString() == "succeeded");
    }

    [Fact]
    public async Task A_call_that_does_not_stop_keeps_its_place_until_it_is_ended()
    {
        await using var server = await Serve(options => (options.MaxConcurrentCalls, options.TimeoutSeconds) = (1, 30));
        var pid = (await Result(server, "pid")).GetInt32();
        using (var leave = new CancellationTokenSource())
        {
            using var http = new HttpClient { BaseAddress = server.BaseAddress };
            var looping = http.PostAsync("/api/functions/deeds", new StringContent("""{"name":"loop"}""", Encoding.UTF8, "application/json"), leave.Token);
            await Eventually.Becomes(() => RunningCall(server) is not null, true);
            await leave.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(looping);
        }

        (await Result(server, "pid")).GetInt32().ShouldNotBe(pid);

        IsRunning(pid).ShouldBeFalse("the place was free once it had ended");
    }

    [Fact]
    public async Task An_exception_that_throws_when_it_is_asked_is_told_at_once()
    {
        await using var server = await Serve();

        var answer = await Call(server, "silent-error");

        answer.GetProperty("error_type").GetString().ShouldBe("SilentException");
        answer.GetProperty("error_message").GetString().ShouldBe("It does not say what happened, but throws NotSupportedException when it is asked");
    }

    [Fact]
    public async Task A_call_that_waits_is_answered_no_later_than_its_time()
    {
        await using var server = await Serve(options => (options.MaxConcurrentCalls, options.TimeoutSeconds) = (1, 6));
        await Result(server, "pid");
        var began = Stopwatch.GetTimestamp();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Call(server, "sleep")));

        // All came at once, so all have run out of time at once, whether their turn came or not.
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(12));
        answers.ShouldAllBe(answer => answer.GetProperty("error_type").GetString() == "TimeoutError");
    }

    [Fact]
    public async Task The_log_of_a_call_is_followed_while_it_runs()
    {
        await using var server = await Serve();
        var call = Call(server, "log");
        string? id = null;
        await Eventually.Becomes(() => (id = RunningCall(server)) is not null, true);

        using var request = server.Admin.Api.Request(HttpMethod.Get, $"/api/admin/functions/calls/{id}/log");
        using var http = new HttpClient { BaseAddress = server.BaseAddress };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = new List<string>();
        while (!lines.Exists(line => line.Contains("begun", StringComparison.Ordinal))) lines.Add((await reader.ReadLineAsync())!);
        call.IsCompleted.ShouldBeFalse();
        lines.Add(await reader.ReadToEndAsync());

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        string.Join('\n', lines).ShouldContain("ended");
        lines[^1].ShouldEndWith("event: end\ndata: {}\n\n");
        (await call).GetProperty("call_id").GetString().ShouldBe(id);
    }

    private static string? RunningCall(TestServer server) =>
        server.Admin.Api.Get("/api/admin/functions/calls?status=running").GetAwaiter().GetResult().Json.GetProperty("calls").EnumerateArray()
            .Select(call => call.GetProperty("id").GetString()).FirstOrDefault();

    private static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private Task<TestServer> Serve(Action<FunctionOptions>? options = null) =>
        workspace.Serve(new ServerSetup { Options = all => options?.Invoke(all.Functions) });

    private static async Task<JsonElement> Result(TestServer server, string name, string? with = null)
    {
        var answer = await Call(server, name, with);
        answer.GetProperty("status").GetString().ShouldBe("succeeded", answer.GetRawText());
        return answer.GetProperty("result");
    }

    private static async Task<JsonElement> Call(TestServer server, string name, string? with = null, string function = "deeds") =>
        (await server.Anonymous.Post($"/api/functions/{function}", JsonSerializer.Serialize(new { name, with }))).Expect(200).Json;
}
