using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Account.Endpoints;

/// <summary>Confirms an address with a link from an e-mail: the one that a user has, or the one that they want.</summary>
internal sealed class ConfirmEmail(
    Operation operation, OperationDescription description, Func<string, Actor, CancellationToken, Task<bool>> confirm, TinyBaseOptions options) : IEndpoint
{
    private const string Wrong = "Invalid or expired token";

    public Operation Operation { get; } = operation;

    public OperationDescription Description => description with
    {
        Details = "The token is what stands in the link after `#`. It counts once.",
        Body = Shape.Body(BodyField.Secret("token", max: AccountTokens.MaxLength)),
        Answers = [new(200, "It is confirmed", Shape.Of<Message>()), new(400, $"`{Wrong}`")],
    };

    /// <summary>Confirms the address that a user has.</summary>
    public static ConfirmEmail Verification(AccountTokens tokens, TinyBaseOptions options) => new(
        New("/api/auth/email-verification/confirm", "auth_confirm_email_verification"),
        new OperationDescription("Verify an e-mail address with a link"),
        tokens.VerifyEmail,
        options);

    /// <summary>Confirms the address that a user wants.</summary>
    public static ConfirmEmail Change(AccountTokens tokens, TinyBaseOptions options) => new(
        New("/api/auth/email-change/confirm", "auth_confirm_email_change"),
        new OperationDescription("Change an e-mail address with a link"),
        tokens.ChangeEmail,
        options);

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        if (fields.Secret("token", max: AccountTokens.MaxLength) is not { } token)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var done = await confirm(token, Actor.Unknown(context, email: null), context.RequestAborted).ConfigureAwait(false);
        await (done ? AccountAnswers.Done(context, "Email address confirmed") : AccountAnswers.Bad(context, Wrong)).ConfigureAwait(false);
    }

    private static Operation New(string path, string id) => new("POST", path, id, Access.Public) { RateLimit = AuthRateLimits.ResetConfirm };
}
