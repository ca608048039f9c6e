using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Account.Endpoints;

/// <summary>Sends a link to the address that the caller wants to have. It changes once that link is opened.</summary>
internal sealed class RequestEmailChange(AccountTokens tokens, PasswordCheck passwords, TinyBaseOptions options) : IEndpoint
{
    private const string Wrong = "Current password is wrong";

    public Operation Operation { get; } = new("POST", "/api/auth/email-change/request", "auth_request_email_change", Access.User)
    {
        RateLimit = AuthRateLimits.ResetRequest,
    };

    public OperationDescription Description => new("Ask for another e-mail address")
    {
        Details = "A link goes to the new address; the old one counts until that is opened.",
        Body = Shape.Body(BodyField.Email("email"), BodyField.Secret("current_password", max: Passwords.MaxLength)),
        Answers =
        [
            new(200, "The link is on its way", Shape.Of<Message>()),
            new(400, $"`{Wrong}`, `{UserOutcome.EmailTaken}`, `{AccountAnswers.NoMail}`, or there are enough links already"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var email = fields.Email("email");
        var password = fields.Secret("current_password", max: Passwords.MaxLength);
        if (email is null || password is null)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var verdict = await passwords.Check(caller.Email!, password, context).ConfigureAwait(false);
        if (await verdict.Refused(context).ConfigureAwait(false)) return;
        var refusal = verdict.User?.Id != caller.Id ? Wrong
            : !tokens.IsOn ? AccountAnswers.NoMail
            : await tokens.RequestConfirmation(caller.Id!, email, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (refusal is null ? AccountAnswers.Done(context, "A link has been sent") : AccountAnswers.Bad(context, refusal)).ConfigureAwait(false);
    }
}
