using Microsoft.AspNetCore.Http;

using TinyBase.Functions.Versions;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>The versions of a function that were uploaded.</summary>
internal sealed class ListFunctionVersions(FunctionVersionStore versions) : IEndpoint
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;

    public Operation Operation { get; } =
        new("GET", FunctionAnswers.AdminPath + "/{function_name}/versions", "admin_list_function_versions", Access.Admin);

    public OperationDescription Description => new("List the versions of a function")
    {
        Details = "Those that were uploaded, the newest first.",
        Parameters = [ParameterDescription.Query("limit", Schemas.Integer(1, MaxLimit, absent: DefaultLimit), "How many versions at most.")],
        Answers = [new(200, "The versions", Shape.Of<IReadOnlyList<FunctionVersionView>>()), new(404, "No version was uploaded")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.FunctionName();
        var query = new QueryParameters(context.Request.Query);
        var limit = query.Integer("limit", DefaultLimit, 1, MaxLimit);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<FunctionVersionView> all =
            [.. (await versions.List(name, limit, context.RequestAborted).ConfigureAwait(false)).Select(FunctionVersionView.Of)];
        await (all.Count == 0
            ? Answers.Problem(context, StatusCodes.Status404NotFound, $"No versions found for '{name}'")
            : Answers.Json(context, StatusCodes.Status200OK, all, WireJson.Wire.IReadOnlyListFunctionVersionView)).ConfigureAwait(false);
    }
}
