using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>All functions with how it stands with them.</summary>
internal sealed class ListFunctionsForAdmins(FunctionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } = new("GET", FunctionAnswers.Path + "/admin/list", "functions_list_functions_admin", Access.Admin);

    public OperationDescription Description => new("List functions with their state")
    {
        Details =
            "Also those that cannot be served, with the reasons. While a new version is built, or cannot be, the one before answers.",
        Answers = [new(200, "The functions", Shape.Of<IReadOnlyList<FunctionAdminView>>())],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        IReadOnlyList<FunctionAdminView> functions = [.. catalog.States.Select(FunctionAdminView.Of)];
        return Answers.Json(context, StatusCodes.Status200OK, functions, WireJson.Wire.IReadOnlyListFunctionAdminView);
    }
}
