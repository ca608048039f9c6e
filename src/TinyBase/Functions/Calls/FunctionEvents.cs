using System.Text.Json;
using System.Text.Json.Nodes;

using TinyBase.Extensions.Hooks;
using TinyBase.Hosting;
using TinyBase.Hosting.Events;
using TinyBase.Storage;

namespace TinyBase.Functions.Calls;

/// <summary>Tells of calls of functions, and asks the hooks before them.</summary>
internal sealed class FunctionEvents(IEventPublisher events, BeforeHooks hooks, TimeProvider clock)
{
    /// <summary>Asks the hooks whether a function may be called, and with which input.</summary>
    /// <returns>Why not, or else the call as they left it.</returns>
    public async ValueTask<(HookRefusal? Refusal, FunctionCallRequest Request)> Before(string name, FunctionCallRequest request, CancellationToken cancel)
    {
        if (!hooks.Any(HookPoint.BeforeFunctionCall, name)) return (null, request);
        var coming = Describe(name, callId: null, request);
        var refusal = await hooks.Run(HookPoint.BeforeFunctionCall, coming, cancel).ConfigureAwait(false);
        return (refusal, request with { Input = JsonSerializer.SerializeToUtf8Bytes(coming.Payload, WireJson.Wire.JsonObject) });
    }

    public void Called(FunctionCall call, FunctionCallRequest request)
    {
        if (events.IsWanted(HookPoint.FunctionCall, call.FunctionName)) events.Publish(Describe(call.FunctionName, Guid.Parse(call.Id), request));
    }

    /// <summary>Tells how a call ended, in the write that remembers it.</summary>
    public void Completed(WriteSession session, FunctionCall call, FunctionCallRequest request)
    {
        if (!events.IsWanted(HookPoint.FunctionComplete, call.FunctionName)) return;
        events.Publish(session, new FunctionCompleteEvent
        {
            FunctionName = call.FunctionName,
            CallId = Guid.Parse(call.Id),
            UserId = request.Caller.UserId(),
            Trigger = request.Trigger,
            Status = call.Status,
            DurationMs = call.DurationMs ?? 0,
            ErrorMessage = call.ErrorMessage,
            ErrorType = call.ErrorType,
            Actor = request.Caller.Actor(),
            RequestId = request.RequestId,
            At = clock.GetUtcNow(),
        });
    }

    private FunctionCallEvent Describe(string name, Guid? callId, FunctionCallRequest request) => new()
    {
        FunctionName = name,
        CallId = callId,
        UserId = request.Caller.UserId(),
        Payload = JsonNode.Parse(request.Input.Span)!.AsObject(),
        Trigger = request.Trigger,
        Actor = request.Caller.Actor(),
        RequestId = request.RequestId,
        At = clock.GetUtcNow(),
    };
}
