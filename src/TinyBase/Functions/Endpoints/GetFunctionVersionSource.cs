using Microsoft.AspNetCore.Http;

using TinyBase.Functions.Versions;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>The source of a version of a function.</summary>
internal sealed class GetFunctionVersionSource(FunctionVersionStore versions) : IEndpoint
{
    public Operation Operation { get; } = new(
        "GET", FunctionAnswers.AdminPath + "/{function_name}/versions/{id}/source", "admin_get_function_version_source", Access.Admin);

    public OperationDescription Description => new("Get the source of a version")
    {
        Answers = [new(200, "The file and those that it includes, as they were uploaded", Shape.Of<FunctionVersionSource>()), new(404, "There is no such version")],
    };

    public static Task NotFound(HttpContext context, string name, string id) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Version '{id}' of function '{name}' not found");

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.FunctionName();
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        await (await versions.Code(name, id, context.RequestAborted).ConfigureAwait(false) is { } code
            ? Answers.Json(
                context, StatusCodes.Status200OK, new FunctionVersionSource(id, name, code.Content, code.Files), WireJson.Wire.FunctionVersionSource)
            : NotFound(context, name, id)).ConfigureAwait(false);
    }
}
