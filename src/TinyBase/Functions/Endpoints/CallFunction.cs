using System.Text.Json;

using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Extensions.Hooks;
using TinyBase.Functions.Calls;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.Endpoints;

/// <summary>Calls a function. That it failed is an answer too.</summary>
internal sealed class CallFunction(
    FunctionCatalog catalog, FunctionCalls calls, UserCalls users, CurrentSettings settings, TinyBaseOptions options, TimeProvider clock) : IEndpoint
{
    /// <summary>How long a call waits for the first build of a function.</summary>
    private static readonly TimeSpan BuildWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BuildRetry = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan UserRetry = TimeSpan.FromSeconds(60);

    public Operation Operation { get; } = new("POST", FunctionAnswers.Path + "/{function_name}", "functions_call_function", Access.Optional);

    public OperationDescription Description => new("Call a function")
    {
        Details = "A function that fails is answered with 200 and `status` `failed`.",
        Body = Shape.Inline(Schemas.AnyObject("The input")),
        IsForEachFunction = true,
        Answers =
        [
            new(200, "How the call ended", Shape.Of<FunctionCallAnswer>()),
            FunctionAnswers.LoginNeeded, FunctionAnswers.AdminsOnly, FunctionAnswers.NotFound,
            new(429, "The user has too many calls running, or too many calls of the function wait") { Component = "TooManyCalls" },
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var user = caller.Kind == CallerKind.User ? caller.Id! : null;
        if (user is not null && !users.TryBegin(user))
        {
            await Answers.TooManyRequests(
                context,
                $"Rate limit exceeded: maximum {settings.Options.Functions.MaxConcurrentPerUser} concurrent functions per user",
                UserRetry).ConfigureAwait(false);
            return;
        }

        try
        {
            await HandleWithin(context, caller).ConfigureAwait(false);
        }
        finally
        {
            if (user is not null) users.End(user);
        }
    }

    private async Task HandleWithin(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Functions.MaxPayloadBytes).ConfigureAwait(false);
        if (body.Problem is { } problem && !body.IsEmpty)
        {
            await Answers.Unprocessable(context, problem).ConfigureAwait(false);
            return;
        }

        var name = context.FunctionName();
        if (await Find(context, caller, name).ConfigureAwait(false) is not { } function) return;
        if (!function.IsFor(caller))
        {
            await FunctionAnswers.Denied(context, caller).ConfigureAwait(false);
            return;
        }

        if (body.IsTooLarge)
        {
            await Answers.Problem(
                context,
                StatusCodes.Status413PayloadTooLarge,
                $"Payload exceeds maximum size of {options.Functions.MaxPayloadBytes} bytes").ConfigureAwait(false);
            return;
        }

        if (!body.IsEmpty && body.Root.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            await Answers.Unprocessable(context, new ValidationError("dict_type", ["body"], "Input should be a valid dictionary")).ConfigureAwait(false);
            return;
        }

        await Call(context, caller, function, body).ConfigureAwait(false);
    }

    /// <summary>The function, once it is built; otherwise the request is answered.</summary>
    private async Task<ServedFunction?> Find(HttpContext context, Caller caller, string name)
    {
        var state = await catalog.Settled(name, BuildWait, clock, context.RequestAborted).ConfigureAwait(false);
        if (state?.Served is { } function) return function;
        await (state switch
        {
            { IsBuilding: true } => Answers.Busy(context, $"Function '{name}' is being built. Try again in a moment.", BuildRetry),
            // What is wrong with its code is for those who can change it.
            { Problems: [var first, ..] } when caller.IsAdmin => Answers.Problem(
                context, StatusCodes.Status503ServiceUnavailable, $"Function '{name}' cannot be served: {first}"),
            _ => FunctionAnswers.NoFunction(context, name),
        }).ConfigureAwait(false);
        return null;
    }

    private async Task Call(HttpContext context, Caller caller, ServedFunction function, RequestBody body)
    {
        var depth = context.Features.Get<InternalCaller>()?.Depth ?? 0;
        if (depth >= FunctionCalls.MaxDepth)
        {
            await Answers.Problem(
                context, StatusCodes.Status400BadRequest, $"Functions call each other more than {FunctionCalls.MaxDepth} deep").ConfigureAwait(false);
            return;
        }

        var isObject = !body.IsEmpty && body.Root.ValueKind == JsonValueKind.Object;
        var request = new FunctionCallRequest
        {
            Caller = caller,
            RequestId = context.TraceIdentifier,
            // A copy: a call that is given up may still be looking at it.
            Input = isObject ? body.Bytes.ToArray() : "{}"u8.ToArray(),
            Depth = depth,
        };
        var result = await calls.Run(function, request, context.RequestAborted).ConfigureAwait(false);
        await (result.Outcome switch
        {
            _ when result.Refusal is { } refusal => HookAnswers.Refuse(context, refusal),
            null => Answers.TooManyRequests(
                context, $"Function '{function.Name}' is too busy: {options.Functions.MaxWaitingCalls} calls wait already", TimeSpan.FromSeconds(1)),
            FunctionOutcome.Invalid invalid => Invalid(context, invalid),
            var outcome => FunctionCallAnswer.Write(context, result, outcome),
        }).ConfigureAwait(false);
    }

    private static Task Invalid(HttpContext context, FunctionOutcome.Invalid invalid)
    {
        using var buffer = new JsonBuffer();
        buffer.Raw("{\"detail\":"u8);
        buffer.Raw(invalid.Errors.Span);
        buffer.Raw("}"u8);
        return Answers.Bytes(context, StatusCodes.Status422UnprocessableEntity, buffer.Written.Span);
    }
}
