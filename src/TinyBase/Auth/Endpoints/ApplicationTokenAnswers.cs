using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Auth.Endpoints;

/// <summary>Answers about application tokens.</summary>
internal static class ApplicationTokenAnswers
{
    public const string Path = "/api/admin/application-tokens";

    public const string PathOfOne = Path + "/{id}";

    public static string TooMany { get; } =
        $"There are {ApplicationTokenStore.MaxTokens} application tokens already. Revoke one that is not needed.";

    /// <summary>One token, or that there is none.</summary>
    public static Task OneOrNotFound(HttpContext context, string id, ApplicationToken? token, DateTimeOffset now) => token is null
        ? NotFound(context, id)
        : Answers.Json(context, StatusCodes.Status200OK, ApplicationTokenView.At(now, token), WireJson.Wire.ApplicationTokenView);

    public static Task NotFound(HttpContext context, string id) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Application token '{id}' not found");
}

/// <summary>An application token, as admins see it: without the token itself.</summary>
/// <param name="IsValid">Whether it counts: active and not expired.</param>
/// <param name="Prefix">What its value begins with; null for one that was made before there were prefixes.</param>
/// <param name="Scopes">What it may do; null for whatever an admin may.</param>
internal sealed record ApplicationTokenView(
    string Id,
    string Name,
    string? Description,
    string CreatedAt,
    string? LastUsedAt,
    string? ExpiresAt,
    bool IsActive,
    bool IsValid,
    string? Prefix,
    TokenScopes? Scopes)
{
    public static ApplicationTokenView At(DateTimeOffset now, ApplicationToken token) => new(
        token.Id,
        token.Name,
        token.Description,
        token.CreatedAt,
        token.LastUsedAt,
        token.ExpiresAt,
        token.IsActive,
        ApplicationTokenStore.IsValid(token, now),
        token.Prefix,
        TokenScopes.OfStored(token.Scopes));
}
