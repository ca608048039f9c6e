using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>The file of a function as it is now: also one that cannot be built, or that nobody uploaded.</summary>
internal sealed class GetFunctionSource(FunctionCatalog catalog, FunctionFiles files) : IEndpoint
{
    public Operation Operation { get; } = new("GET", FunctionAnswers.AdminPath + "/{function_name}/source", "admin_get_function_source", Access.Admin);

    public OperationDescription Description => new("Get the source of a function")
    {
        Details = "The file as it is in the folder of the functions, also while it cannot be built.",
        Answers = [new(200, "The file", Shape.Of<FunctionSourceView>()), new(404, "There is no such function, or it is part of the app and has no file")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.FunctionName();
        var source = catalog.Find(name) is null ? null : await files.Content(name, context.RequestAborted).ConfigureAwait(false);
        await (source is null
            ? Answers.Problem(context, StatusCodes.Status404NotFound, $"There is no file of a function '{name}'")
            : Answers.Json(
                context, StatusCodes.Status200OK, new FunctionSourceView(name, name + ".cs", source), WireJson.Wire.FunctionSourceView)).ConfigureAwait(false);
    }
}
