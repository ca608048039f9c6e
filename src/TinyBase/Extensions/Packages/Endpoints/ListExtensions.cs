using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Packages.Running;
using TinyBase.Extensions.Packages.Store;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>The installed extensions by name.</summary>
internal sealed class ListExtensions(ExtensionStore store, ExtensionInstallation installation, ExtensionHost host, ExtensionViews views) : IEndpoint
{
    public Operation Operation { get; } = new("GET", ExtensionAnswers.Path, "extensions_list_extensions", Access.Admin);

    public OperationDescription Description => new("List extensions")
    {
        Details = "`off` says why none is started at all; null if they are.",
        Parameters =
        [
            ParameterDescription.Query("enabled_only", Schemas.Boolean(absent: false), "Only those that are enabled."),
            ParameterDescription.Query("check_updates", Schemas.Boolean(absent: false), "Whether to look for higher versions where they came from; it takes up to ten seconds."),
            .. PageRange.Parameters,
        ],
        Answers = [new(200, "The extensions", Shape.Of<ExtensionList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var enabledOnly = query.Boolean("enabled_only", absent: false);
        var checkUpdates = query.Boolean("check_updates", absent: false);
        var range = PageRange.Of(query);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        if (checkUpdates) await installation.CheckAll(context.RequestAborted).ConfigureAwait(false);
        var rows = (await store.List(context.RequestAborted).ConfigureAwait(false)).Where(row => row.IsEnabled || !enabledOnly).ToList();
        var shown = await views.Of(rows.Skip(range.Offset).Take(range.Limit), context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context, StatusCodes.Status200OK, new ExtensionList(shown, rows.Count, range.Limit, range.Offset, host.Off), WireJson.Wire.ExtensionList).ConfigureAwait(false);
    }
}
