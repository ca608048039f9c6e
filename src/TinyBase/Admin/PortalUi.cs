using System.Text.Json;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using TinyBase.Auth.Account;
using TinyBase.Auth.Portal;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Admin;

/// <summary>
/// The auth portal: one page with its files, which is told what it looks like and where it may lead. What links in e-mails open is there
/// in any case, the rest where the settings say so.
/// </summary>
internal sealed class PortalUi(UiFiles files, AccountTokens links, CurrentSettings settings) : IEndpoint
{
    private const string Folder = "auth";

    private static readonly string[] LinkPages =
        [AccountPurpose.PasswordReset.Page, AccountPurpose.EmailVerification.Page, AccountPurpose.EmailChange.Page];

    private static readonly string[] Pages = ["", "login", "register", "profile"];

    public Operation Operation { get; } = new("GET", $"/{Folder}/{{**path}}", "system_get_auth_page", Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public async Task Handle(HttpContext context, Caller caller)
    {
        var path = context.GetRouteValue("path") as string;
        var options = settings.Options;
        UiPage.SetPolicy(context, options.Portal);
        if (UiPage.NamesFile(path))
        {
            if (path == UiFiles.PortalPage || !await files.Portal.Send(context, path!).ConfigureAwait(false))
            {
                await Answers.Problem(context, StatusCodes.Status404NotFound, "Not Found").ConfigureAwait(false);
            }
        }
        else if (files.Portal.Page(UiFiles.PortalPage) is { } page) SendPage(context, path, page, options);
        else UiPage.SendMissing(context, ownFolder: null);
    }

    private void SendPage(HttpContext context, string? path, string page, TinyBaseOptions options)
    {
        var name = path?.TrimEnd('/') ?? string.Empty;
        if (!LinkPages.Contains(name) && !(options.Portal.Enabled && Pages.Contains(name))) context.Response.StatusCode = StatusCodes.Status404NotFound;
        var state = JsonSerializer.Serialize(StateOf(options, context.Request.Query["redirect"]), WireJson.Wire.PortalState);
        UiPage.Send(context, UiPage.Fill(page, UiPage.AddressOf(context, Folder, path), "tinybase-portal", state));
    }

    private PortalState StateOf(TinyBaseOptions options, string? redirect)
    {
        var portal = options.Portal;
        return new PortalState(
            portal.Enabled,
            options.Instance.Name,
            PortalImage.Of(portal.LogoUrl)?.Url,
            portal.PrimaryColor,
            PortalImage.Of(portal.BackgroundImageUrl)?.Url,
            options.Auth.AllowRegistration,
            links.IsOn,
            RedirectUrl.Parse(portal.LoginRedirectUrl)?.AbsoluteUri,
            RedirectUrl.Parse(portal.RegisterRedirectUrl)?.AbsoluteUri,
            PortalRedirects.Allowed(portal, redirect));
    }
}

/// <summary>What the page is told.</summary>
/// <param name="MailEnabled">Whether links can be sent.</param>
/// <param name="RedirectUrl">The address that was asked for, if it is allowed.</param>
internal sealed record PortalState(
    bool Enabled,
    string InstanceName,
    string? LogoUrl,
    string? PrimaryColor,
    string? BackgroundImageUrl,
    bool RegistrationEnabled,
    bool MailEnabled,
    string? LoginRedirectUrl,
    string? RegisterRedirectUrl,
    string? RedirectUrl);
