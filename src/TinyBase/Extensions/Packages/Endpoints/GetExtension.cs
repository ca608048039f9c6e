using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Packages.Store;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>One extension.</summary>
internal sealed class GetExtension(ExtensionStore store, ExtensionInstallation installation, ExtensionViews views) : IEndpoint
{
    public Operation Operation { get; } = new("GET", ExtensionAnswers.PathOfOne, "extensions_get_extension", Access.Admin);

    public OperationDescription Description => new("Get an extension")
    {
        Parameters = [ParameterDescription.Query("check_updates", Schemas.Boolean(absent: false), "Whether to look for a higher version where it came from.")],
        Answers = [new(200, "The extension", Shape.Of<ExtensionView>()), ExtensionAnswers.Missing],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var checkUpdates = query.Boolean("check_updates", absent: false);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var row = await store.Get(context.ExtensionName(), context.RequestAborted).ConfigureAwait(false);
        if (row is not null && checkUpdates) row = await installation.Check(row, context.RequestAborted).ConfigureAwait(false);
        await ExtensionAnswers.Show(context, views, row).ConfigureAwait(false);
    }
}
