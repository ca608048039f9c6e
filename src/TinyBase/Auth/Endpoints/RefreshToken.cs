using Microsoft.AspNetCore.Http;

using TinyBase.Auth.Throttling;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Exchanges a refresh token, which is sent where an access token usually is, for a new pair.</summary>
internal sealed class RefreshToken(Tokens tokens, SessionRefresh sessions, Authenticator authenticator) : IEndpoint
{
    public Operation Operation { get; } = new("POST", "/api/auth/refresh", "auth_refresh_token", Access.Public)
    {
        RateLimit = AuthRateLimits.Refresh,
    };

    public OperationDescription Description => new("Exchange a refresh token for a new pair")
    {
        Details = "The refresh token is sent where an access token usually is. It counts once; used again later than 30 seconds after, "
            + "it ends its session.",
        ReadsToken = true,
        Answers =
        [
            new(200, "A new pair", Shape.Of<LoggedIn>()),
            new(400, "`Not a refresh token`"),
            new(401, "`Invalid or expired token`"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var cancel = context.RequestAborted;
        var token = Authenticator.BearerToken(context.Request);
        var claims = token is null ? null : await tokens.Read(token).ConfigureAwait(false);
        if (claims is null)
        {
            await Answers.NotAuthenticated(context, "Invalid or expired token").ConfigureAwait(false);
        }
        else if (await authenticator.FindCaller(claims, cancel).ConfigureAwait(false) is not null)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, "Not a refresh token").ConfigureAwait(false);
        }
        else if (await sessions.Renew(claims, SessionOrigin.Of(context), cancel).ConfigureAwait(false) is { } renewed)
        {
            var answer = LoggedIn.With(renewed.User, renewed.Pair);
            await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.LoggedIn).ConfigureAwait(false);
        }
        else
        {
            await Answers.NotAuthenticated(context, "Invalid or expired token").ConfigureAwait(false);
        }
    }
}
