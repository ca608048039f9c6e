using System.Text.Json;
using System.Threading.Channels;

using Microsoft.AspNetCore.Http;

using TinyBase.Functions.Calls;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>The log of a call as it is written, as server-sent events.</summary>
internal sealed class GetFunctionCallLog(FunctionCallStore store, FunctionCalls calls, TimeProvider clock) : IEndpoint
{
    /// <summary>After which time the client has to ask again, with a token that still counts.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public Operation Operation { get; } =
        new("GET", FunctionAnswers.AdminPath + "/calls/{call_id}/log", "admin_get_function_call_log", Access.Admin);

    public OperationDescription Description => new("Follow the log of a call")
    {
        Details =
            "Each line is an event of type `line`; once the call has ended, one of type `end` follows. The connection is closed after ten minutes.",
        Answers =
        [
            new(200, "The lines so far, and those to come", Shape.Inline(Schemas.Text()) with { MediaType = "text/event-stream" }),
            new(404, "There is no such call"),
            new(429, "Too many follow this log already"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error, "call_id"))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        if (calls.FindRunning(id) is { } log) await Follow(context, log).ConfigureAwait(false);
        else if (await store.Get(id, context.RequestAborted).ConfigureAwait(false) is null) await GetFunctionCall.NotFound(context, id).ConfigureAwait(false);
        else
        {
            Begin(context);
            foreach (var line in await store.Log(id, context.RequestAborted).ConfigureAwait(false)) await Send(context, line).ConfigureAwait(false);
            await End(context).ConfigureAwait(false);
        }
    }

    private async Task Follow(HttpContext context, CallLog log)
    {
        if (log.Follow() is not { } lines)
        {
            await Answers.TooManyRequests(context, "Too many follow this log already", TimeSpan.FromSeconds(10)).ConfigureAwait(false);
            return;
        }

        using var limit = new CancellationTokenSource(Longest, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        try
        {
            Begin(context);
            await SendAll(context, lines, stop.Token).ConfigureAwait(false);
            await End(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The client comes back.
        }
        finally
        {
            log.Unfollow(lines);
        }
    }

    private static async Task SendAll(HttpContext context, ChannelReader<CallLogLine> lines, CancellationToken cancel)
    {
        await context.Response.Body.FlushAsync(cancel).ConfigureAwait(false);
        await foreach (var line in lines.ReadAllAsync(cancel).ConfigureAwait(false)) await Send(context, line).ConfigureAwait(false);
    }

    private static void Begin(HttpContext context) => context.Response.ContentType = "text/event-stream";

    private static async Task Send(HttpContext context, CallLogLine line)
    {
        var body = context.Response.Body;
        await body.WriteAsync("event: line\ndata: "u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
        await body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(FunctionLogLineView.Of(line), WireJson.Wire.FunctionLogLineView), context.RequestAborted).ConfigureAwait(false);
        await body.WriteAsync("\n\n"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
        await body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task End(HttpContext context) =>
        await context.Response.Body.WriteAsync("event: end\ndata: {}\n\n"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
}
