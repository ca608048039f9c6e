using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Extensions.Hooks;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Endpoints;

/// <summary>Makes a user, who is never an admin.</summary>
internal sealed class Register(
    UserStore users, Passwords passwords, PasswordPlaces places, UserEvents events, CurrentSettings settings, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", "/api/auth/register", "auth_register", Access.Public)
    {
        RateLimit = AuthRateLimits.Register,
    };

    public OperationDescription Description => new("Register a user")
    {
        Details = "The user is not logged in and never an admin.",
        Body = Shape.Body(BodyField.Email("email"), BodyField.Secret("password", Passwords.MinLength, Passwords.MaxLength)),
        Answers =
        [
            new(201, "The user", Shape.Of<Registered>()),
            new(400, "`Email already registered`, or what a hook says"),
            new(403, "`Public registration is disabled`"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var email = fields.Email("email");
        var password = fields.NewPassword("password", email);
        if (email is null || password is null)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        if (!settings.Options.Auth.AllowRegistration)
        {
            await Answers.Problem(context, StatusCodes.Status403Forbidden, "Public registration is disabled").ConfigureAwait(false);
            return;
        }

        using var place = places.Take(ClientAddress.Of(context));
        if (place is null)
        {
            await Answers.TooManyRequests(context, PasswordPlaces.Refusal, PasswordPlaces.Wait).ConfigureAwait(false);
            return;
        }

        if (await events.BeforeRegister(email, context).ConfigureAwait(false) is { } refusal)
        {
            await HookAnswers.Refuse(context, refusal).ConfigureAwait(false);
            return;
        }

        var hash = await passwords.Hash(password, isKnown: false, context.RequestAborted).ConfigureAwait(false);
        var id = await users.Register(
            email,
            hash,
            (session, made) => events.Registered(session, made, email, context.TraceIdentifier),
            Actor.Unknown(context, email),
            context.RequestAborted).ConfigureAwait(false);
        if (id is null)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, "Email already registered").ConfigureAwait(false);
            return;
        }

        var answer = new Registered(id, email, "User registered successfully");
        await Answers.Json(context, StatusCodes.Status201Created, answer, WireJson.Wire.Registered).ConfigureAwait(false);
    }
}

/// <summary>The answer to a registration.</summary>
internal sealed record Registered(string Id, string Email, string Message);
