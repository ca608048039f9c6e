using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Extensions.Packages.Store;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Shows what an extension says of itself and asks for, without installing it.</summary>
internal sealed class PreviewExtension(ExtensionInstallation installation, ExtensionStore store, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ExtensionAnswers.Path + "/preview", "extensions_preview_extension", Access.Admin);

    public OperationDescription Description => new("Look at an extension")
    {
        Details = "It is fetched and its manifest is read; nothing is installed, and nothing of it is run.",
        Body = Shape.Body(ExtensionAnswers.RepoUrl),
        Answers = [new(200, "What it says of itself", Shape.Of<ExtensionPreview>()), new(400, "It cannot be fetched, or has no manifest that can be read")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        if (ExtensionAnswers.ReadRepoUrl(fields) is not { } url)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var (staged, problem) = await installation.Stage(url, caller.Kind == CallerKind.Operator, context.RequestAborted).ConfigureAwait(false);
        await Answer(context, store, staged, problem).ConfigureAwait(false);
    }

    /// <summary>Answers what was fetched, or why it could not be.</summary>
    public static async Task Answer(HttpContext context, ExtensionStore store, StagedExtension? staged, string? problem)
    {
        if (staged is null)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, problem!).ConfigureAwait(false);
            return;
        }

        using (staged)
        {
            var installed = await store.Get(staged.Manifest.Name, context.RequestAborted).ConfigureAwait(false);
            await Answers.Json(context, StatusCodes.Status200OK, ExtensionPreview.Of(staged, installed?.Version), WireJson.Wire.ExtensionPreview).ConfigureAwait(false);
        }
    }
}
