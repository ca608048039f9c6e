using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

using Microsoft.Extensions.Logging;

using Shouldly;

using TinyBase.Client;
using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;
using TinyBase.Sdk.Workers;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>A worker between its two pipes: calls, their logs, their requests, and its end.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task A_call_is_answered_with_its_result()
    {
        await using var worker = await WorkerHarness.Start([Function("add")] (int x, int y) => x + y);
        await worker.Call(7, """{"x": 1, "y": 2}""");
        var answer = await worker.Next();
        answer.Call.ShouldBe(7);
        answer.Result().ShouldBe("0 3");
        await worker.Call(8, """{"x": 1}""");
        (await worker.Result()).ShouldStartWith("""2 [{"type":"missing","loc":["body","y"]""");
    }

    [Fact]
    public async Task The_first_frame_describes_the_function()
    {
        await using var worker = new WorkerHarness([Function("add")] (int x) => x);
        var hello = await worker.Next();
        (hello.Type, hello.Call).ShouldBe((FrameType.Hello, 0));
        hello.Json.GetProperty("name").GetString().ShouldBe("add");
        hello.Json.GetProperty("protocol").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_context_says_who_calls()
    {
        await using var worker = await WorkerHarness.Start(
            [Function("who")] (FunctionContext ctx) => new { ctx.Name, ctx.CallId, ctx.RequestId, ctx.UserId, ctx.Email, ctx.IsAdmin, ctx.Trigger, ctx.TriggerId });
        await worker.Call(1, head: """, "user_id": "0199c0de-0000-7000-8000-000000000001", "email": "a@b.c", "is_admin": true, "trigger": "schedule", "trigger_id": "t", "deadline_ms": 60000""");
        (await worker.Result()).ShouldBe("""
            0 {"name":"who","call_id":"c1","request_id":"r1","user_id":"0199c0de-0000-7000-8000-000000000001","email":"a@b.c","is_admin":true,"trigger":"schedule","trigger_id":"t"}
            """.Trim());
    }

    [Fact]
    public async Task A_result_is_written_by_the_thread_that_has_it_and_does_not_wait_for_one_that_other_calls_may_hold()
    {
        var toWorker = new Pipe();
        using var calls = new FrameWriter(toWorker.Writer.AsStream());
        using var written = new NotingStream(writes: 2);
        var worker = new Worker(
            FunctionBinding.Create([Function("thread")] () => Environment.CurrentManagedThreadId),
            new FrameReader(toWorker.Reader.AsStream()),
            new BlockingFrameWriter(written),
            new FunctionConfig(new Dictionary<string, string>()),
            TimeProvider.System);
        var ended = worker.RunAsync(TestContext.Current.CancellationToken);
        await calls.WriteAsync(FrameType.Call, 1, """{"call_id": "c", "request_id": "r"}"""u8.ToArray().Append((byte)'\n').ToArray(), "{}"u8.ToArray(), default);
        await written.Done.WaitAsync(TestContext.Current.CancellationToken);
        await toWorker.Writer.CompleteAsync();
        await ended;

        var reader = new FrameReader(new MemoryStream(written.ToArray()));
        (await reader.ReadAsync(default)).ShouldNotBeNull().Type.ShouldBe(FrameType.Hello);
        using var result = (await reader.ReadAsync(default)).ShouldNotBeNull();
        int.Parse(Encoding.UTF8.GetString(result.Payload.Span[1..]), CultureInfo.InvariantCulture).ShouldBe(written.Threads[^1]);
    }

    [Fact]
    public async Task Calls_run_beside_each_other()
    {
        var other = new TaskCompletionSource<int>();
        await using var worker = await WorkerHarness.Start([Function("meet")] async (int x) =>
        {
            if (x == 0) return await other.Task;
            other.SetResult(x);
            return 0;
        });
        await worker.Call(1, """{"x": 0}""");
        await worker.Call(2, """{"x": 5}""");
        Received[] answers = [await worker.Next(), await worker.Next()];
        answers.OrderBy(answer => answer.Call).Select(answer => answer.Result()).ShouldBe(["0 5", "0 0"]);
    }

    [Fact]
    public async Task A_call_is_cancelled_alone()
    {
        await using var worker = await WorkerHarness.Start([Function("wait")] async (FunctionContext ctx) =>
        {
            ctx.Log.LogInformation("waiting");
            await Task.Delay(Timeout.Infinite, ctx.Cancel);
        });
        await worker.Call(1);
        await worker.Call(2);
        (await worker.Next()).Type.ShouldBe(FrameType.Log);
        (await worker.Next()).Type.ShouldBe(FrameType.Log);
        await worker.Send(FrameType.Cancel, 9);
        await worker.Send(FrameType.Cancel, 2);
        var ended = await worker.Next();
        ended.Call.ShouldBe(2);
        ended.Result().ShouldStartWith("""1 {"error_type":"TaskCanceledException",""");
    }

    [Fact]
    public async Task A_call_whose_deadline_passes_has_timed_out()
    {
        await using var worker = await WorkerHarness.Start([Function("wait")] async (CancellationToken cancel) => await Task.Delay(Timeout.Infinite, cancel));
        await worker.Call(1, head: """, "deadline_ms": 1""");
        (await worker.Result()).ShouldBe("""1 {"error_type":"TimeoutError","error_message":"Function execution timeout","stack":null}""");
    }

    [Fact]
    public async Task What_a_call_logs_and_prints_comes_before_its_result()
    {
        await using var worker = await WorkerHarness.Start([Function("log")] (FunctionContext ctx) =>
        {
            ctx.Log.LogDebug("dropped");
            ctx.Log.LogError(new ArithmeticException("bad"), "Sent {MailCount} to {Name}", 3, "Ada");
        });
        await worker.Call(4);
        var line = await worker.Next();
        line.Call.ShouldBe(4);
        line.Json.GetProperty("level").GetString().ShouldBe("error");
        line.Json.GetProperty("message").GetString().ShouldBe("Sent 3 to Ada");
        line.Json.GetProperty("fields").GetProperty("mail_count").GetInt32().ShouldBe(3);
        line.Json.GetProperty("fields").GetProperty("exception").GetString().ShouldNotBeNull().ShouldContain("bad");
        (await worker.Result()).ShouldBe("0 null");
    }

    [Fact]
    public async Task Where_only_critical_lines_count_those_are_sent_and_no_others()
    {
        await using var worker = await WorkerHarness.Start([Function("log")] (FunctionContext ctx) =>
        {
            ctx.Log.LogError("grave");
            ctx.Log.LogCritical("graver");
        });
        await worker.Call(4, head: ", \"log_level\": \"critical\"");
        (await Line(worker)).ShouldBe("4 critical graver");
        (await worker.Result()).ShouldBe("0 null");
    }

    [Fact]
    public async Task A_result_ends_at_the_limit_that_the_call_came_with_also_one_without_end()
    {
        await using var worker = await WorkerHarness.Start([Function("count")] IEnumerable<int> () => Enumerable.Range(0, int.MaxValue));
        await worker.Call(1, head: """, "max_result_bytes": 5000""");
        (await worker.Result()).ShouldBe("""1 {"error_type":"ResultSizeError","error_message":"Result exceeds maximum size of 5000 bytes","stack":null}""");
    }

    [Fact]
    public async Task What_is_printed_goes_to_the_call_that_prints_it()
    {
        WorkerHarness? harness = null;
        await using var worker = harness = await WorkerHarness.Start([Function("print")] async (int x) =>
        {
            await harness!.Worker.ConsoleOut.WriteAsync($"a{x}\nb");
            await Task.Yield();
            await harness.Worker.ConsoleOut.WriteLineAsync($"{x}");
            await harness.Worker.ConsoleError.WriteAsync("end" + new string('x', 20_000));
        });
        await worker.Worker.ConsoleOut.WriteLineAsync("outside");
        (await Line(worker)).ShouldBe("0 info outside");
        await worker.Call(3, """{"x": 3}""");
        (await Line(worker)).ShouldBe("3 info a3");
        (await Line(worker)).ShouldBe("3 info b3");
        (await Line(worker)).ShouldBe("3 warning end" + new string('x', 8189) + "…");
        (await worker.Result()).ShouldBe("0 null");
    }

    [Fact]
    public async Task A_call_that_logs_without_end_is_cut_off_and_told_so()
    {
        await using var worker = await WorkerHarness.Start([Function("log")] (FunctionContext ctx) =>
        {
            for (var i = 0; i < 5000; i++) ctx.Log.LogInformation("{I}", i);
        });
        await worker.Call(1);
        for (var i = 0; i < 1000; i++) (await worker.Next()).Type.ShouldBe(FrameType.Log);
        (await Line(worker)).ShouldBe("1 warning The call wrote 1000 lines; what follows is not kept");
        (await worker.Result()).ShouldBe("0 null");
    }

    [Fact]
    public async Task The_client_asks_through_the_pipe()
    {
        await using var worker = await WorkerHarness.Start([Function("ask")] async (FunctionContext ctx) =>
        {
            try
            {
                return (await ctx.Client.Collection("notes").CreateAsync(new() { ["title"] = "é" }, ctx.Cancel)).Data["title"]!.ToString();
            }
            catch (TinyBaseException refused)
            {
                return $"{(int)refused.StatusCode} {refused.Detail} {refused.RequestId}";
            }
        });
        await worker.Call(1);
        var request = await worker.Next();
        (request.Type, request.Call, request.RequestNumber).ShouldBe((FrameType.Request, 1, 1));
        var head = FrameCodec.ReadHead<RequestHead>(request.Payload.AsMemory(4), out var body);
        (head.Method, head.Path).ShouldBe(("POST", "/api/collections/notes/records"));
        head.Headers["Content-Type"].ShouldBe("application/json");
        JsonElement.Parse(body.Span).GetProperty("data").GetProperty("title").GetString().ShouldBe("é");
        await worker.Respond(request, 403, """{"detail": "No"}""");
        (await worker.Result()).ShouldBe("0 \"403 No r9\"");
    }

    [Fact]
    public async Task A_client_that_was_kept_does_not_outlive_its_call()
    {
        TinyBaseClient? kept = null;
        await using var worker = await WorkerHarness.Start([Function("keep")] (FunctionContext ctx) => { kept = ctx.Client; });
        await worker.Call(1);
        (await worker.Result()).ShouldBe("0 null");
        (await Should.ThrowAsync<InvalidOperationException>(() => kept!.Collections.ListAsync())).Message.ShouldContain("has ended");
    }

    [Fact]
    public async Task A_request_ends_with_the_call_that_is_cancelled()
    {
        await using var worker = await WorkerHarness.Start([Function("ask")] async (FunctionContext ctx) => { await ctx.Client.Collections.ListAsync(); });
        await worker.Call(1);
        var request = await worker.Next();
        await worker.Send(FrameType.Cancel, 1);
        (await worker.Result()).ShouldStartWith("""1 {"error_type":"TaskCanceledException",""");
        // Nobody waits for it any more.
        await worker.Respond(request, 200, "[]");
        await worker.Call(2);
        (await worker.Next()).Type.ShouldBe(FrameType.Request);
    }

    [Fact]
    public async Task The_end_of_the_pipe_ends_the_worker_and_cancels_what_runs()
    {
        var cancelled = new TaskCompletionSource();
        await using var worker = await WorkerHarness.Start([Function("wait")] async (FunctionContext ctx) =>
        {
            using var seen = ctx.Cancel.Register(cancelled.SetResult);
            ctx.Log.LogInformation("waiting");
            await cancelled.Task;
        });
        await worker.Call(1);
        (await worker.Next()).Type.ShouldBe(FrameType.Log);
        await worker.End();
        await worker.Ended;
        await cancelled.Task;
    }

    [Theory]
    [InlineData(8, 2, "at least 9 bytes, not 8")]
    [InlineData(64 * 1024 * 1024 + 1, 2, "at most 67108864 bytes")]
    [InlineData(-1, 2, "at most 67108864 bytes")]
    [InlineData(9, 99, "no frame of type 99")]
    [InlineData(9, 4, "takes no frame of type Result")]
    [InlineData(9, 2, "did not end with a line feed")]
    public async Task A_frame_that_is_none_ends_the_worker(int length, byte type, string message)
    {
        await using var worker = await WorkerHarness.Start([Function("f")] () => 1);
        await worker.Raw.WriteAsync((byte[])[.. BitConverter.GetBytes(length), type, .. new byte[8]]);
        (await Should.ThrowAsync<FrameException>(() => worker.Ended)).Message.ShouldContain(message);
    }

    private static async Task<string> Line(WorkerHarness worker)
    {
        var line = await worker.Next();
        line.Type.ShouldBe(FrameType.Log, Encoding.UTF8.GetString(line.Payload));
        return $"{line.Call} {line.Json.GetProperty("level")} {line.Json.GetProperty("message")}";
    }

    /// <summary>Notes which thread wrote, and when it has been written to so often.</summary>
    private sealed class NotingStream(int writes) : MemoryStream
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<int> Threads { get; } = [];

        public Task Done => _done.Task;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            Threads.Add(Environment.CurrentManagedThreadId);
            if (Threads.Count == writes) _done.SetResult();
        }
    }
}
