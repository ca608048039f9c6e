using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Auth.Endpoints;

/// <summary>Answers about users, for admins.</summary>
internal static class UserAnswers
{
    public const string Path = "/api/admin/users";

    public const string PathOfOne = Path + "/{id}";

    public static Task One(HttpContext context, int status, User user) =>
        Answers.Json(context, status, UserView.Of(user), WireJson.Wire.UserView);

    /// <summary>The user as they are now, why nothing was changed, or that there is no such user.</summary>
    public static Task Outcome(HttpContext context, string id, UserOutcome outcome) => outcome switch
    {
        { Refusal: { } refusal } => Answers.Problem(context, StatusCodes.Status400BadRequest, refusal),
        { User: { } user } => One(context, StatusCodes.Status200OK, user),
        _ => NotFound(context, id),
    };

    public static Task NotFound(HttpContext context, string id) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"User '{id}' not found");
}

/// <summary>A user, as admins see them.</summary>
/// <param name="EmailVerified">Whether the user has shown that they can read the mail of the address.</param>
internal sealed record UserView(string Id, string Email, bool IsAdmin, string CreatedAt, string UpdatedAt, bool EmailVerified)
{
    public static UserView Of(User user) => new(user.Id, user.Email, user.IsAdmin, user.CreatedAt, user.UpdatedAt, user.EmailVerifiedAt is not null);
}
