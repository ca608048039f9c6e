using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Settings.Endpoints;

/// <summary>What the pages on which users log in and register look like.</summary>
internal sealed class GetPortalConfig(CurrentSettings current) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/auth/portal-config", "auth_get_portal_config", Access.Optional);

    public OperationDescription Description => new("What the auth portal looks like")
    {
        Details = "For an admin, `preview=true` shows what it would look like with other values, which are not saved.",
        Parameters =
        [
            ParameterDescription.Query("preview", Schemas.Boolean(absent: false), "Whether the other parameters count."),
            ParameterDescription.Query("logo_url", Schemas.Text(), "The logo to try."),
            ParameterDescription.Query("primary_color", Schemas.Text(), "The colour to try."),
            ParameterDescription.Query("background_image_url", Schemas.Text(), "The background image to try."),
        ],
        Answers =
        [
            new(200, "The portal", Shape.Of<PortalView>()),
            new(403, "`Admin access required for preview mode`"),
        ],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var preview = query.Boolean("preview", absent: false);
        if (query.Errors.Count > 0) return Answers.Unprocessable(context, query.Errors);
        if (preview && !caller.IsAdmin) return Answers.Problem(context, StatusCodes.Status403Forbidden, "Admin access required for preview mode");

        var options = current.Options;
        var portal = options.Portal;
        string? Tried(string name, string? saved) => preview ? query.Text(name) ?? saved : saved;
        var answer = new PortalView(
            options.Instance.Name,
            Tried("logo_url", portal.LogoUrl),
            Tried("primary_color", portal.PrimaryColor),
            Tried("background_image_url", portal.BackgroundImageUrl),
            options.Auth.AllowRegistration,
            portal.LoginRedirectUrl,
            portal.RegisterRedirectUrl);
        return Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.PortalView);
    }
}

/// <summary>The answer.</summary>
internal sealed record PortalView(
    string InstanceName,
    string? LogoUrl,
    string? PrimaryColor,
    string? BackgroundImageUrl,
    bool RegistrationEnabled,
    string? LoginRedirectUrl,
    string? RegisterRedirectUrl);
