using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Functions.Versions;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>Puts the file of a function in place.</summary>
internal sealed class UploadFunction(FunctionUploads uploads, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", FunctionAnswers.AdminPath + "/upload", "admin_upload_function", Access.Admin);

    public OperationDescription Description => new("Upload a function")
    {
        Details =
            "It is built first; the version before goes on answering until then, and if that fails. So are the functions that include one of "
            + "its `files`: if one of them could not be built any more, the upload is refused.",
        Body = Shape.Body(UploadFields.Described),
        Answers =
        [
            new(200, "It answers now", Shape.Of<FunctionUploadView>()),
            new(400, "The file cannot be a function, or cannot be built"),
        ],
    };

    /// <summary>The largest body: the file with every character escaped, and some room.</summary>
    public static int MaxBodyBytes(TinyBaseOptions options) =>
        (int)Math.Min(int.MaxValue, Math.Max(options.Server.MaxBodyBytes, (options.Functions.MaxPayloadBytes * 2L) + 4096));

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, MaxBodyBytes(options)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        if (UploadFields.Read(body.Root, out var errors) is not { } upload)
        {
            await Answers.Unprocessable(context, errors).ConfigureAwait(false);
            return;
        }

        var result = await uploads.Put(upload, Actor.Of(context, caller), FunctionUploads.Uploaded, context.RequestAborted).ConfigureAwait(false);
        await Answer(context, result).ConfigureAwait(false);
    }

    public static Task Answer(HttpContext context, UploadResult result) => result.Version is { } version
        ? Answers.Json(context, StatusCodes.Status200OK, FunctionUploadView.Of(version), WireJson.Wire.FunctionUploadView)
        : Answers.Problem(
            context,
            result.IsServerFault ? StatusCodes.Status500InternalServerError : StatusCodes.Status400BadRequest,
            result.Refusal!);
}
