using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Account.Endpoints;

/// <summary>Sends a link to choose a new password. Whether there is such an account is told to nobody.</summary>
internal sealed partial class RequestPasswordReset(AccountTokens tokens, TinyBaseOptions options, ILogger<RequestPasswordReset> logger) : IEndpoint
{
    private const string Answer = "If the email exists, a password reset link has been sent";

    public Operation Operation { get; } = new("POST", "/api/auth/password-reset/request", "auth_request_password_reset", Access.Public)
    {
        RateLimit = AuthRateLimits.ResetRequest,
    };

    public OperationDescription Description => new("Ask for a link to reset a password")
    {
        Details = "It goes to the address by e-mail, if there is such an account, and counts once, for an hour. The answer is always the same.",
        Body = Shape.Body(BodyField.Email("email")),
        Answers = [new(200, $"`{Answer}`", Shape.Of<Message>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        if (fields.Email("email") is not { } email)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        if (!tokens.IsOn) Log.NoMail(logger);
        await tokens.RequestReset(email, Actor.Unknown(context, email), context.RequestAborted).ConfigureAwait(false);
        await AccountAnswers.Done(context, Answer).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Warning, "Somebody asked to reset a password, but no link can be sent: that takes email_enabled, email_smtp_host, email_from_address and server_public_url")]
        public static partial void NoMail(ILogger logger);
    }
}
