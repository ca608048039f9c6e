using System.Text.RegularExpressions;

using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Portal.Endpoints;

/// <summary>Makes a code with which an app gets a session of the caller.</summary>
internal sealed partial class CreatePortalCode(PortalCodes codes, CurrentSettings settings, TinyBaseOptions options) : IEndpoint
{
    public const string Off = "The auth portal is turned off";
    private const string NotAllowed = "This redirect URL is not allowed";

    public Operation Operation { get; } = new("POST", "/api/auth/portal/code", "auth_create_portal_code", Access.User);

    public OperationDescription Description => new("Make a code for an app")
    {
        Details = "The auth portal does this for whoever signed in there, and goes to the address with `#code=…`. The code counts once, for a minute, "
            + "together with the secret that the challenge was made of.",
        Body = Shape.Body(
            BodyField.Text("redirect_url", 1, RedirectUrl.MaxLength, "Where the code is sent. It has to be allowed by the settings."),
            BodyField.Text("code_challenge", 43, 43, "The SHA-256 of the app's secret as base64url, see RFC 7636.", ChallengePattern().ToString())),
        Answers =
        [
            new(200, "The code", Shape.Of<PortalCode>()),
            new(400, $"`{NotAllowed}`"),
            new(404, $"`{Off}`"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var url = fields.Text("redirect_url", 1, RedirectUrl.MaxLength);
        var challenge = fields.Pattern("code_challenge", 43, 43, ChallengePattern());
        if (url is null || challenge is null)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var portal = settings.Options.Portal;
        if (!portal.Enabled)
        {
            await Answers.Problem(context, StatusCodes.Status404NotFound, Off).ConfigureAwait(false);
            return;
        }

        var allowed = PortalRedirects.Allowed(portal, url);
        var code = allowed is null ? null : await codes.Create(caller, allowed, challenge, context.RequestAborted).ConfigureAwait(false);
        await (code is null
            ? Answers.Problem(context, StatusCodes.Status400BadRequest, NotAllowed)
            : Answers.Json(
                context,
                StatusCodes.Status200OK,
                new PortalCode(code, allowed!, (int)PortalCodes.Lifetime.TotalSeconds),
                WireJson.Wire.PortalCode)).ConfigureAwait(false);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{43}$")]
    private static partial Regex ChallengePattern();
}

/// <summary>The answer.</summary>
/// <param name="RedirectUrl">The address in its normal form, which is what the browser is to be sent to.</param>
internal sealed record PortalCode(string Code, string RedirectUrl, int ExpiresIn);
