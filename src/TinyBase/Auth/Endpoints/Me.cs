using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Who the caller is.</summary>
internal sealed class Me(UserStore users) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/auth/me", "auth_get_me", Access.User);

    public OperationDescription Description => new("Who the caller is")
    {
        Answers = [new(200, "The user", Shape.Of<Profile>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        // A user of the host app has no row here.
        var user = await users.FindById(caller.Id!, context.RequestAborted).ConfigureAwait(false);
        var answer = new Profile(caller.Id!, caller.Email!, caller.IsAdmin, user?.CreatedAt, user?.EmailVerifiedAt is not null);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.Profile).ConfigureAwait(false);
    }
}

/// <summary>A user, as they see themselves.</summary>
internal sealed record Profile(string Id, string Email, bool IsAdmin, string? CreatedAt, bool EmailVerified);
