using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth.Endpoints;

/// <summary>Changes a user. Another password or other rights end the user's sessions.</summary>
internal sealed class UpdateUser(
    UserAdministration users, UserStore store, Passwords passwords, PasswordPlaces places, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", UserAnswers.PathOfOne, "admin_update_user", Access.Admin);

    public OperationDescription Description => new("Change a user")
    {
        Details = "What is absent or null stays as it is. Another password or other rights end the user's sessions.",
        Body = Shape.Body(
            BodyField.Email("email").Optional(),
            BodyField.Secret("password", Passwords.MinLength, Passwords.MaxLength).Optional(),
            BodyField.Boolean("is_admin").Optional()),
        Answers =
        [
            new(200, "The user", Shape.Of<UserView>()),
            new(400, $"`{UserOutcome.EmailTaken}`, or `Cannot demote the last admin user`"),
            new(404, "There is no such user"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, Math.Min(options.Server.MaxBodyBytes, RequestBody.MaxCredentialBytes)).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var hasId = PathId.TryRead(context, out var id, out var error);
        var cancel = context.RequestAborted;
        var fields = new BodyFields(body.Root);
        var email = fields.IsAbsent("email") ? null : fields.Email("email");
        // A password must not be the address, be it the one that stays.
        var address = email ?? (hasId ? (await store.FindById(id, cancel).ConfigureAwait(false))?.Email : null);
        var password = fields.IsAbsent("password") ? null : fields.NewPassword("password", address);
        var isAdmin = fields.OptionalBoolean("is_admin");
        if (!hasId || fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, [.. hasId ? [] : new[] { error! }, .. fields.Errors]).ConfigureAwait(false);
            return;
        }

        using var place = password is null ? null : places.Take(ClientAddress.Of(context));
        if (password is not null && place is null)
        {
            await Answers.TooManyRequests(context, PasswordPlaces.Refusal, PasswordPlaces.Wait).ConfigureAwait(false);
            return;
        }

        var hash = password is null ? null : await passwords.Hash(password, isKnown: true, cancel).ConfigureAwait(false);
        var outcome = await users.Update(id, new UserUpdate(email, hash, isAdmin), Actor.Of(context, caller), cancel).ConfigureAwait(false);
        await UserAnswers.Outcome(context, id, outcome).ConfigureAwait(false);
    }
}
