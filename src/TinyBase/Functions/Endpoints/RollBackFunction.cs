using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Functions.Versions;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>Puts an earlier version of a function back in place.</summary>
internal sealed class RollBackFunction(
    FunctionUploads uploads, FunctionVersionStore versions, FunctionCatalog catalog, TinyBaseOptions options) : IEndpoint
{
    private const int MaxId = 64;

    public Operation Operation { get; } =
        new("POST", FunctionAnswers.AdminPath + "/{function_name}/rollback", "admin_rollback_function", Access.Admin);

    public OperationDescription Description => new("Go back to a version of a function")
    {
        Details = "Without `version_id` it is the one that was uploaded before the one that answers now.",
        Body = Shape.Body(BodyField.Text("version_id", 0, MaxId, "The version").Optional()),
        Answers =
        [
            new(200, "It answers now", Shape.Of<FunctionUploadView>()),
            new(400, "It cannot be built any more, or another function cannot with the files that it includes"),
            new(404, "There is no such version"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        string? wanted = null;
        if (!body.IsEmpty)
        {
            if (await body.Refused(context).ConfigureAwait(false)) return;
            var fields = new BodyFields(body.Root);
            wanted = fields.OptionalText("version_id", 0, MaxId);
            if (fields.Errors.Count > 0)
            {
                await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
                return;
            }
        }

        var name = context.FunctionName();
        var serving = catalog.Find(name)?.Served?.ContentHash ?? string.Empty;
        var id = wanted ?? await versions.Before(name, serving, context.RequestAborted).ConfigureAwait(false);
        if (id is null || await versions.Code(name, id, context.RequestAborted).ConfigureAwait(false) is not { } code)
        {
            await (wanted is null
                ? Answers.Problem(context, StatusCodes.Status404NotFound, $"There is no earlier version of function '{name}'")
                : GetFunctionVersionSource.NotFound(context, name, wanted)).ConfigureAwait(false);
            return;
        }

        var upload = new FunctionUpload(name + ".cs", code, Notes: null);
        var result = await uploads.Put(upload, Actor.Of(context, caller), "function.rollback", context.RequestAborted).ConfigureAwait(false);
        await UploadFunction.Answer(context, result).ConfigureAwait(false);
    }
}
