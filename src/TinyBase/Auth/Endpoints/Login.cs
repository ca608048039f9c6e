using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Begins a session. An unknown address and a wrong password get the same answer in the same time.</summary>
internal sealed class Login(
    PasswordCheck passwords, SessionStore sessions, UserEvents events, AuditLog audit, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", "/api/auth/login", "auth_login", Access.Public)
    {
        RateLimit = AuthRateLimits.Login,
    };

    public OperationDescription Description => new("Log in")
    {
        Details = "Begins a session. Send the access token with later requests, as `Authorization: Bearer …`.",
        Body = Shape.Body(BodyField.Email("email"), BodyField.Secret("password", max: Passwords.MaxLength)),
        Answers = [new(200, "The tokens of the session", Shape.Of<LoggedIn>()), new(401, "`Invalid email or password`")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var email = fields.Email("email");
        var password = fields.Secret("password", max: Passwords.MaxLength);
        if (email is null || password is null)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var verdict = await passwords.Check(email, password, context).ConfigureAwait(false);
        if (await verdict.Refused(context).ConfigureAwait(false)) return;
        var user = verdict.User;
        var pair = user is null
            ? null
            : await sessions.Begin(
                user,
                SessionOrigin.Of(context),
                session => events.LoggedIn(session, user, context.TraceIdentifier),
                Actor.User(context, user.Id, user.Email),
                context.RequestAborted).ConfigureAwait(false);
        if (pair is null || user is null)
        {
            events.LoginFailed(email, context);
            var failure = new AuditEntry(Actor.Unknown(context, email), SessionStore.LoginAction, "user", null) { ObjectName = email, Succeeded = false };
            await audit.Add(failure, context.RequestAborted).ConfigureAwait(false);
            await Answers.Problem(context, StatusCodes.Status401Unauthorized, "Invalid email or password").ConfigureAwait(false);
            return;
        }

        await Answers.Json(context, StatusCodes.Status200OK, LoggedIn.With(user, pair), WireJson.Wire.LoggedIn).ConfigureAwait(false);
    }
}
