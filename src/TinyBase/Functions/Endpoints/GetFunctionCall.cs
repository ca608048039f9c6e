using Microsoft.AspNetCore.Http;

using TinyBase.Functions.Calls;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>One call with its log.</summary>
internal sealed class GetFunctionCall(FunctionCallStore store, FunctionCalls calls) : IEndpoint
{
    public Operation Operation { get; } = new("GET", FunctionAnswers.AdminPath + "/calls/{call_id}", "admin_get_function_call", Access.Admin);

    public OperationDescription Description => new("Get a call of a function")
    {
        Details = "With what it has logged so far. Input and result are there only where the function asks for them to be kept.",
        Answers = [new(200, "The call", Shape.Of<FunctionCallDetails>()), new(404, "There is no such call")],
    };

    public static Task NotFound(HttpContext context, string id) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Function call '{id}' not found");

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error, "call_id"))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        // Taken first: a call that ends in between has its lines in the database.
        var running = calls.FindRunning(id)?.Lines;
        if (await store.Get(id, context.RequestAborted).ConfigureAwait(false) is not { } call)
        {
            await NotFound(context, id).ConfigureAwait(false);
            return;
        }

        var lines = call.Status == FunctionCall.Running && running is not null
            ? running
            : await store.Log(id, context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context, StatusCodes.Status200OK, FunctionCallDetails.Of(call, lines), WireJson.Wire.FunctionCallDetails).ConfigureAwait(false);
    }
}
