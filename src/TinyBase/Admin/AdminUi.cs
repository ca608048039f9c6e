using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using TinyBase.Auth.Setup;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Admin;

/// <summary>
/// The admin UI: one page with its files. The page is told where it is and whether the setup link counts, so that it works behind any
/// prefix and has nothing to ask before it shows something.
/// </summary>
internal sealed class AdminUi(UiFiles files, SetupLink link, CurrentSettings settings) : IEndpoint
{
    private const string Folder = "admin";

    public Operation Operation { get; } = new("GET", $"/{Folder}/{{**path}}", "system_get_admin_page", Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public async Task Handle(HttpContext context, Caller caller)
    {
        var path = context.GetRouteValue("path") as string;
        // The portal's images are in its preview.
        UiPage.SetPolicy(context, settings.Options.Portal);
        var isPage = path == UiFiles.AdminPage || !UiPage.NamesFile(path);
        if (path is not (null or UiFiles.AdminPage or UiFiles.PortalPage) && files.Admin is { } sources
            && await sources.Send(context, path).ConfigureAwait(false)) return;
        if (!isPage) await Answers.Problem(context, StatusCodes.Status404NotFound, "Not Found").ConfigureAwait(false);
        else if (files.Admin?.Page(UiFiles.AdminPage) is { } page) await SendPage(context, path, page).ConfigureAwait(false);
        else UiPage.SendMissing(context, files.OwnFolder);
    }

    private async Task SendPage(HttpContext context, string? path, string page)
    {
        var state = await link.IsOpen(context.RequestAborted).ConfigureAwait(false) ? "open" : "done";
        UiPage.Send(context, UiPage.Fill(page, UiPage.AddressOf(context, Folder, path), "tinybase-setup", state));
    }
}
