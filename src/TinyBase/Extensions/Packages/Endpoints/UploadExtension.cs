using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Installs an extension from a zip file, or puts it into the place of the version that is there.</summary>
internal sealed class UploadExtension(ExtensionInstallation installation, ExtensionUploads uploads, ExtensionViews views) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ExtensionAnswers.Path + "/upload", "extensions_upload_extension", Access.Admin);

    public OperationDescription Description => new("Upload an extension")
    {
        Details = "A zip file with `extension.toml`. Its code gets all rights of the server.",
        Body = ExtensionUploads.Described,
        Parameters = [ParameterDescription.Query("replace", Schemas.Boolean(absent: false), "Whether it may take the place of an installed version.")],
        Answers = [new(201, "It is installed", Shape.Of<ExtensionView>()), new(400, "It cannot be installed")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var mayReplace = query.Boolean("replace", absent: false);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        if (await uploads.Take(context).ConfigureAwait(false) is not { } upload) return;
        using (upload)
        {
            var change = await installation.Install(upload.Source, mayReplace, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
            await ExtensionAnswers.Answer(context, views, change, StatusCodes.Status201Created).ConfigureAwait(false);
        }
    }
}
