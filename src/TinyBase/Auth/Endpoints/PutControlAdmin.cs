using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Auth.Setup;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Makes an admin for the operator, or makes an existing user one with a new password.</summary>
internal sealed class PutControlAdmin(UserStore users, Passwords passwords, SetupLink link, TinyBaseOptions options) : IEndpoint
{
    public const string Path = "/api/control/admins";

    public Operation Operation { get; } = new("PUT", Path, "control_put_admin", Access.Operator);

    public OperationDescription Description => OperationDescription.None;

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

        var hash = await passwords.Hash(password, isKnown: true, context.RequestAborted).ConfigureAwait(false);
        var change = await users.PutAdmin(email, hash, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        link.End();
        var answer = new AdminPut(email, Created: change == UserChange.Created);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.AdminPut).ConfigureAwait(false);
    }
}

/// <summary>What became of an admin.</summary>
/// <param name="Created">Whether there was no such user before.</param>
internal sealed record AdminPut(string Email, bool Created);
