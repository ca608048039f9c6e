using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Endpoints;

/// <summary>Makes a user, with or without admin rights.</summary>
internal sealed class CreateUser(
    UserAdministration users, Passwords passwords, PasswordPlaces places, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", UserAnswers.Path, "admin_create_user", Access.Admin);

    public OperationDescription Description => new("Make a user")
    {
        Body = Shape.Body(
            BodyField.Email("email"),
            BodyField.Secret("password", Passwords.MinLength, Passwords.MaxLength),
            BodyField.Boolean("is_admin", "Whether they have admin rights; not, if it is absent").Optional()),
        Answers = [new(201, "The user", Shape.Of<UserView>()), new(400, $"`{UserOutcome.EmailTaken}`")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var email = fields.Email("email");
        var password = fields.NewPassword("password", email);
        var isAdmin = fields.OptionalBoolean("is_admin") ?? false;
        if (email is null || password is null || fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        using var place = places.Take(ClientAddress.Of(context));
        if (place is null)
        {
            await Answers.TooManyRequests(context, PasswordPlaces.Refusal, PasswordPlaces.Wait).ConfigureAwait(false);
            return;
        }

        var hash = await passwords.Hash(password, isKnown: true, context.RequestAborted).ConfigureAwait(false);
        var outcome = await users.Create(email, hash, isAdmin, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (outcome.User is { } user
            ? UserAnswers.One(context, StatusCodes.Status201Created, user)
            : Answers.Problem(context, StatusCodes.Status400BadRequest, outcome.Refusal!)).ConfigureAwait(false);
    }
}
