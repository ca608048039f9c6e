using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Packages.Store;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Shows what an extension in a zip file says of itself and asks for, without installing it.</summary>
internal sealed class PreviewUpload(ExtensionInstallation installation, ExtensionStore store, ExtensionUploads uploads) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ExtensionAnswers.Path + "/upload/preview", "extensions_preview_upload", Access.Admin);

    public OperationDescription Description => new("Look at an extension in a zip file")
    {
        Details = "It is unpacked and its manifest is read; nothing is installed, and nothing of it is run.",
        Body = ExtensionUploads.Described,
        Answers = [new(200, "What it says of itself", Shape.Of<ExtensionPreview>()), new(400, "It has no manifest that can be read")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (await uploads.Take(context).ConfigureAwait(false) is not { } upload) return;
        using (upload)
        {
            var (staged, problem) = await installation.Stage(upload.Source, context.RequestAborted).ConfigureAwait(false);
            await PreviewExtension.Answer(context, store, staged, problem).ConfigureAwait(false);
        }
    }
}
