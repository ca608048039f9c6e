using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>What a function takes and gives.</summary>
internal sealed class GetFunctionSchema(FunctionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } =
        new("GET", FunctionAnswers.Path + "/{function_name}/schema", "functions_get_function_schema", Access.Optional);

    public OperationDescription Description => new("Get the schemas of a function")
    {
        Details = "JSON Schemas of its input and its result; null where it has none.",
        Answers =
        [
            new(200, "The schemas", Shape.Of<FunctionSchemaView>()),
            FunctionAnswers.LoginNeeded, FunctionAnswers.AdminsOnly, FunctionAnswers.NotFound,
        ],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        var name = context.FunctionName();
        if (catalog.Find(name)?.Served is not { } function) return FunctionAnswers.NoFunction(context, name);
        return function.IsFor(caller)
            ? Answers.Json(context, StatusCodes.Status200OK, FunctionSchemaView.Of(function), WireJson.Wire.FunctionSchemaView)
            : FunctionAnswers.Denied(context, caller);
    }
}
