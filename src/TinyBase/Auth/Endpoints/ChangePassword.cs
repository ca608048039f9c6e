using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Endpoints;

/// <summary>Changes the caller's own password, which ends all sessions but the caller's.</summary>
internal sealed class ChangePassword(
    UserStore users, PasswordCheck check, Passwords passwords, PasswordPlaces places, TinyBaseOptions options) : IEndpoint
{
    private const string Wrong = "Current password is wrong";

    public Operation Operation { get; } = new("POST", "/api/auth/password", "auth_change_password", Access.User)
    {
        RateLimit = AuthRateLimits.PasswordChange,
    };

    public OperationDescription Description => new("Change one's own password")
    {
        Details = "Ends all sessions of the user but the caller's.",
        Body = Shape.Body(
            BodyField.Secret("current_password", max: Passwords.MaxLength),
            BodyField.Secret("password", Passwords.MinLength, Passwords.MaxLength, "The new one")),
        Answers = [new(200, "It is changed", Shape.Of<Message>()), new(400, $"`{Wrong}`")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var current = fields.Secret("current_password", max: Passwords.MaxLength);
        var password = fields.NewPassword("password", caller.Email);
        if (current is null || password is null)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var verdict = await check.Check(caller.Email!, current, context).ConfigureAwait(false);
        if (await verdict.Refused(context).ConfigureAwait(false)) return;
        // A user of the host app may have the address of one of ours.
        if (verdict.User is not { } user || user.Id != caller.Id)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, Wrong).ConfigureAwait(false);
            return;
        }

        using var place = places.Take(ClientAddress.Of(context));
        if (place is null)
        {
            await Answers.TooManyRequests(context, PasswordPlaces.Refusal, PasswordPlaces.Wait).ConfigureAwait(false);
            return;
        }

        var hash = await passwords.Hash(password, isKnown: true, context.RequestAborted).ConfigureAwait(false);
        var changed = await users.ChangePassword(user, hash, caller.SessionId, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        // Somebody else has changed it meanwhile, so what was given is the current password no more.
        if (!changed) await Answers.Problem(context, StatusCodes.Status400BadRequest, Wrong).ConfigureAwait(false);
        else await Answers.Json(context, StatusCodes.Status200OK, new Message("Password changed"), WireJson.Wire.Message).ConfigureAwait(false);
    }
}
