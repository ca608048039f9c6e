using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Account.Endpoints;

/// <summary>Sends a link to the caller's own address, to show that they can read its mail.</summary>
internal sealed class RequestEmailVerification(AccountTokens tokens) : IEndpoint
{
    public Operation Operation { get; } = new("POST", "/api/auth/email-verification/request", "auth_request_email_verification", Access.User)
    {
        RateLimit = AuthRateLimits.ResetRequest,
    };

    public OperationDescription Description => new("Ask for a link to verify one's e-mail address")
    {
        Answers = [new(200, "It is on its way", Shape.Of<Message>()), new(400, $"`{AccountAnswers.NoMail}`, or there are enough links already")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var refusal = tokens.IsOn
            ? await tokens.RequestConfirmation(caller.Id!, newEmail: null, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false)
            : AccountAnswers.NoMail;
        await (refusal is null ? AccountAnswers.Done(context, "A link has been sent") : AccountAnswers.Bad(context, refusal)).ConfigureAwait(false);
    }
}
