using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Endpoints;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Portal.Endpoints;

/// <summary>Begins a session with a code that an app got from the portal.</summary>
internal sealed class RedeemPortalCode(PortalCodes codes, CurrentSettings settings, TinyBaseOptions options) : IEndpoint
{
    private const string Wrong = "Invalid or expired code";
    private const int MaxCode = 256;

    /// <summary>RFC 7636, section 4.1.</summary>
    private const int MinVerifier = 43;
    private const int MaxVerifier = 128;

    public Operation Operation { get; } = new("POST", "/api/auth/portal/token", "auth_redeem_portal_code", Access.Public)
    {
        RateLimit = AuthRateLimits.Refresh,
    };

    public OperationDescription Description => new("Exchange a code of the auth portal for tokens")
    {
        Details = "The code is what stands after `#code=` in the address that the portal went to. It counts once, for a minute. "
            + "The answer is that of a login.",
        Body = Shape.Body(
            BodyField.Secret("code", max: MaxCode),
            BodyField.Secret("code_verifier", MinVerifier, MaxVerifier, "The secret that the challenge was made of."),
            BodyField.Text("redirect_url", 1, RedirectUrl.MaxLength, "The address that the portal was asked to go to.")),
        Answers =
        [
            new(200, "The tokens of the session", Shape.Of<LoggedIn>()),
            new(400, $"`{Wrong}`"),
            new(404, $"`{CreatePortalCode.Off}`"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var code = fields.Secret("code", max: MaxCode);
        var verifier = fields.Secret("code_verifier", MinVerifier, MaxVerifier);
        var url = fields.Text("redirect_url", 1, RedirectUrl.MaxLength);
        if (code is null || verifier is null || url is null)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var portal = settings.Options.Portal;
        if (!portal.Enabled)
        {
            await Answers.Problem(context, StatusCodes.Status404NotFound, CreatePortalCode.Off).ConfigureAwait(false);
            return;
        }

        var redeemed = PortalRedirects.Allowed(portal, url) is { } allowed
            ? await codes.Redeem(
                code, verifier, allowed, SessionOrigin.Of(context), Actor.Unknown(context, email: null), context.RequestAborted).ConfigureAwait(false)
            : null;
        await (redeemed is null
            ? Answers.Problem(context, StatusCodes.Status400BadRequest, Wrong)
            : Answers.Json(context, StatusCodes.Status200OK, LoggedIn.With(redeemed.User, redeemed.Pair), WireJson.Wire.LoggedIn)).ConfigureAwait(false);
    }
}
