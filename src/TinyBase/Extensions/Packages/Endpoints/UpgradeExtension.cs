using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Fetches an extension anew from where it came, and puts that into its place.</summary>
internal sealed class UpgradeExtension(ExtensionInstallation installation, ExtensionViews views) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ExtensionAnswers.PathOfOne + "/update", "extensions_upgrade_extension", Access.Admin);

    public OperationDescription Description => new("Update an extension")
    {
        Details = "It is fetched from where it came from and started anew. Until it is fetched, the version that is there goes on. "
            + "`restart_needed` tells whether code of that is still loaded.",
        Answers = [new(200, "The extension", Shape.Of<ExtensionView>()), ExtensionAnswers.Missing, new(400, "It cannot be updated")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var change = await installation.Update(context.ExtensionName(), Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await ExtensionAnswers.Answer(context, views, change).ConfigureAwait(false);
    }
}
