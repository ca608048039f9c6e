using System.Text.Json;

using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Functions.Versions;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>Puts the files of several functions in place, each on its own.</summary>
internal sealed class UploadFunctions(FunctionUploads uploads, TinyBaseOptions options) : IEndpoint
{
    private const int MaxFunctions = 100;

    public Operation Operation { get; } = new("POST", FunctionAnswers.AdminPath + "/upload-batch", "admin_upload_functions_batch", Access.Admin);

    public OperationDescription Description => new("Upload several functions")
    {
        Details =
            "Those whose `status` is `failed` have an empty `version_id` and the reason in `message`; the others answer all the same, "
            + "and take over together. Functions that include the same file bring the same content of it.",
        Body = Shape.Body(new BodyField("functions", Schemas.List(Schemas.Object(UploadFields.Described)))),
        Answers = [new(200, "What came of each, in their order", Shape.Of<IReadOnlyList<FunctionUploadView>>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, UploadFunction.MaxBodyBytes(options)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        if (Read(body.Root, out var errors) is not { } all)
        {
            await Answers.Unprocessable(context, errors).ConfigureAwait(false);
            return;
        }

        var results = await uploads.Put(all, Actor.Of(context, caller), FunctionUploads.Uploaded, context.RequestAborted).ConfigureAwait(false);
        IReadOnlyList<FunctionUploadView> answer =
        [
            .. results.Select((result, i) => result.Version is { } version
                ? FunctionUploadView.Of(version)
                : FunctionUploadView.Failed(all[i].FileName, result)),
        ];
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.IReadOnlyListFunctionUploadView).ConfigureAwait(false);
    }

    private static List<FunctionUpload>? Read(JsonElement body, out IReadOnlyList<ValidationError> errors)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("functions", out var list))
        {
            errors = [new ValidationError("missing", ["body", "functions"], "Field required")];
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxFunctions)
        {
            errors = [new ValidationError("list_type", ["body", "functions"], $"Input should be a valid list of at most {MaxFunctions} items")];
            return null;
        }

        var all = new List<FunctionUpload>();
        var found = new List<ValidationError>();
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            if (UploadFields.Read(item, out var wrong) is { } upload) all.Add(upload);
            found.AddRange(wrong.Select(error => error with { Location = ["body", "functions", index, .. error.Location.Skip(1)] }));
        }

        errors = [.. found.Take(ValidationError.MaxCount)];
        return errors.Count == 0 ? all : null;
    }
}
