using System.Security.Claims;

using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;

namespace TinyBase.Auth;

/// <summary>Finds out who a request comes from.</summary>
internal sealed class Authenticator(
    Tokens tokens, SessionStore sessions, TokenCache cache, TinyBaseOptions options, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    /// <summary>No token of ours is longer; a longer one is not even looked at.</summary>
    private const int MaxLength = 4096;

    /// <summary>Who is calling. Whatever is wrong with a token, its bearer is nobody.</summary>
    public ValueTask<Caller> Identify(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count == 1 && authorization[0] is { Length: <= MaxLength } header)
        {
            var cached = cache.Find(header);
            if (cached is not null && cached.ExpiresAt > clock.GetUtcNow()) return new(cached.Caller);
            if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Validate(context, header);
        }

        return new(FromHost(context));
    }

    private async ValueTask<Caller> Validate(HttpContext context, string header)
    {
        var revocations = cache.Revocations;
        var token = header[Scheme.Length..].Trim();
        var claims = await tokens.Read(token).ConfigureAwait(false);
        if (claims is not { Type: Tokens.AccessType }) return FromHost(context);
        var caller = await sessions.FindCaller(claims, context.RequestAborted).ConfigureAwait(false);
        if (caller is null) return FromHost(context);
        // With blanks around it, one token would make any number of long keys.
        if (header.Length == Scheme.Length + token.Length) cache.Add(header, new ValidToken(caller, claims.ExpiresAt), revocations);
        return caller;
    }

    private Caller FromHost(HttpContext context) =>
        options.MapUser is { } map
        && !IsFromAnotherSite(context.Request)
        && context.User is ClaimsPrincipal { Identity.IsAuthenticated: true } principal
        && map(principal) is { } user
            ? Caller.User(user.Id.ToString(), user.Email, user.IsAdmin)
            : Caller.Anonymous;

    /// <summary>
    /// Whether a page of another site may have sent a request that changes something. Browsers add the host's cookies to it, which
    /// must then count for nothing; a token of TinyBase is never added by itself. (Fetch Metadata; RFC 6454 for Origin.)
    /// </summary>
    private static bool IsFromAnotherSite(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return false;
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site is not ("same-origin" or "none");
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
