using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>The functions that the caller may call.</summary>
internal sealed class ListFunctions(FunctionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } = new("GET", FunctionAnswers.Path, "functions_list_functions", Access.Optional);

    public OperationDescription Description => new("List functions")
    {
        Details = "Those that the caller may call, by name.",
        Answers = [new(200, "The functions", Shape.Of<IReadOnlyList<FunctionView>>())],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        IReadOnlyList<FunctionView> functions =
            [.. catalog.All.Where(function => function.IsFor(caller)).Select(FunctionView.Of)];
        return Answers.Json(context, StatusCodes.Status200OK, functions, WireJson.Wire.IReadOnlyListFunctionView);
    }
}
