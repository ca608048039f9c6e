using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Setup;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Makes the first admin for whoever has the setup link, and logs them in.</summary>
internal sealed class CompleteSetup(
    SetupLink link, FirstAdmin firstAdmin, Passwords passwords, TinyBaseOptions options) : IEndpoint
{
    /// <summary>More than any token of ours has; a longer one is not even compared.</summary>
    private const int MaxTokenLength = 256;

    public Operation Operation { get; } = new("POST", "/api/auth/setup", "auth_setup", Access.Public)
    {
        RateLimit = AuthRateLimits.Setup,
    };

    public OperationDescription Description => new("Make the first admin with the setup link")
    {
        Details = "The token is what stands in the link after `#setup=`. It counts once, and only while there is no admin.",
        Body = Shape.Body(
            BodyField.Secret("token", max: MaxTokenLength),
            BodyField.Email("email"),
            BodyField.Secret("password", Passwords.MinLength, Passwords.MaxLength)),
        Answers =
        [
            new(201, "The admin, logged in", Shape.Of<LoggedIn>()),
            new(403, "`Invalid setup token`, or `Setup is already done`"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var token = fields.Secret("token", max: MaxTokenLength);
        var email = fields.Email("email");
        var password = fields.NewPassword("password", email);
        if (token is null || email is null || password is null)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var cancel = context.RequestAborted;
        if (!await link.IsOpen(cancel).ConfigureAwait(false)) await AlreadyDone(context).ConfigureAwait(false);
        else if (!link.Fits(token)) await Refuse(context, "Invalid setup token").ConfigureAwait(false);
        else await Complete(context, email, password, cancel).ConfigureAwait(false);
    }

    private static Task AlreadyDone(HttpContext context) => Refuse(context, "Setup is already done");

    private static Task Refuse(HttpContext context, string detail) =>
        Answers.Problem(context, StatusCodes.Status403Forbidden, detail);

    private async Task Complete(HttpContext context, string email, string password, CancellationToken cancel)
    {
        var hash = await passwords.Hash(password, isKnown: true, cancel).ConfigureAwait(false);
        var begun = await firstAdmin.Make(email, hash, SessionOrigin.Of(context), Actor.Unknown(context, email), cancel).ConfigureAwait(false);
        link.End();
        await (begun is null
            ? AlreadyDone(context)
            : Answers.Json(
                context,
                StatusCodes.Status201Created,
                LoggedIn.With(begun.Admin, begun.Pair, adminCreated: true),
                WireJson.Wire.LoggedIn)).ConfigureAwait(false);
    }
}
