using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Account.Endpoints;

/// <summary>Sets a new password with a link from an e-mail. All sessions of the user end.</summary>
internal sealed class ConfirmPasswordReset(
    AccountTokens tokens, Passwords passwords, PasswordPlaces places, TinyBaseOptions options) : IEndpoint
{
    private const string Wrong = "Invalid or expired reset token";

    public Operation Operation { get; } = new("POST", "/api/auth/password-reset/confirm", "auth_confirm_password_reset", Access.Public)
    {
        RateLimit = AuthRateLimits.ResetConfirm,
    };

    public OperationDescription Description => new("Set a new password with a link")
    {
        Details = "The token is what stands in the link after `#`. It counts once; all sessions of the user end.",
        Body = Shape.Body(
            BodyField.Secret("token", max: AccountTokens.MaxLength),
            BodyField.Secret("password", Passwords.MinLength, Passwords.MaxLength)),
        Answers = [new(200, "It is set", Shape.Of<Message>()), new(400, $"`{Wrong}`")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var token = fields.Secret("token", max: AccountTokens.MaxLength);
        var email = token is null ? null : await tokens.EmailOf(token, context.RequestAborted).ConfigureAwait(false);
        var password = fields.NewPassword("password", email);
        if (token is null || password is null)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        // A hash costs a third of a second of a core, so it is for links that count.
        if (email is null)
        {
            await AccountAnswers.Bad(context, Wrong).ConfigureAwait(false);
            return;
        }

        using var place = places.Take(ClientAddress.Of(context));
        if (place is null)
        {
            await Answers.TooManyRequests(context, PasswordPlaces.Refusal, PasswordPlaces.Wait).ConfigureAwait(false);
            return;
        }

        var hash = await passwords.Hash(password, isKnown: true, context.RequestAborted).ConfigureAwait(false);
        var done = await tokens.ResetPassword(token, hash, Actor.Unknown(context, email), context.RequestAborted).ConfigureAwait(false);
        await (done ? AccountAnswers.Done(context, "Password reset successful") : AccountAnswers.Bad(context, Wrong)).ConfigureAwait(false);
    }
}
