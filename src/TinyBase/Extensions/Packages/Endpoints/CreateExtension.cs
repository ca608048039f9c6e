using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Installs an extension and starts it.</summary>
internal sealed class CreateExtension(ExtensionInstallation installation, ExtensionViews views, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ExtensionAnswers.Path, "extensions_create_extension", Access.Admin);

    public OperationDescription Description => new("Install an extension")
    {
        Details = "Its code gets all rights of the server. One that cannot be started is installed all the same: `state` is `failed` then, and `reason` says why.",
        Body = Shape.Body(ExtensionAnswers.RepoUrl, BodyField.Text("hash", 64, 64, "The `hash` of a preview: nothing else is installed then.").Optional()),
        Answers = [new(201, "It is installed", Shape.Of<ExtensionView>()), new(400, "It cannot be installed")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var url = ExtensionAnswers.ReadRepoUrl(fields);
        var hash = fields.OptionalText("hash", 64, 64);
        if (url is null || fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var change = await installation.Install(url, hash, caller.Kind == CallerKind.Operator, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await ExtensionAnswers.Answer(context, views, change, StatusCodes.Status201Created).ConfigureAwait(false);
    }
}
