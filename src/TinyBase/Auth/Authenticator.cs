using System.Security.Claims;

using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Control;

namespace TinyBase.Auth;

/// <summary>Finds out who a request comes from.</summary>
internal sealed class Authenticator(
    Tokens tokens,
    SessionStore sessions,
    ApplicationTokenStore applications,
    ApplicationTokenUse use,
    ControlSocket control,
    TokenCache cache,
    TinyBaseOptions options,
    TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    /// <summary>A longer header is not even looked at.</summary>
    private const int MaxLength = TokenForm.MaxLength;

    /// <summary>The token that a request carries; null for none.</summary>
    public static string? BearerToken(HttpRequest request) =>
        Header(request) is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    /// <summary>Who is calling. Whatever is wrong with a token, its bearer is nobody.</summary>
    public ValueTask<Caller> Identify(HttpContext context)
    {
        if (context.Features.Get<InternalCaller>() is { } inside) return new(inside.Caller);
        if (Header(context.Request) is { } header)
        {
            var cached = cache.Find(header);
            if (cached is not null && cached.ExpiresAt > clock.GetUtcNow()) return new(Used(cached.Caller));
            if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Validate(context, header);
        }

        return new(FromHost(context));
    }

    /// <summary>Whose token it is, if it is an access token that counts.</summary>
    public Task<Caller?> FindCaller(TokenClaims claims, CancellationToken cancel) => claims switch
    {
        { Type: not Tokens.AccessType } => Task.FromResult<Caller?>(null),
        { Scope: Tokens.ApplicationScope } => applications.FindCaller(claims, cancel),
        _ => sessions.FindCaller(claims, cancel),
    };

    private static string? Header(HttpRequest request)
    {
        var authorization = request.Headers.Authorization;
        return authorization.Count == 1 && authorization[0] is { Length: <= MaxLength } header ? header : null;
    }

    private async ValueTask<Caller> Validate(HttpContext context, string header)
    {
        var revocations = cache.Revocations;
        var token = header[Scheme.Length..].Trim();
        if (control.Admits(context, token)) return Caller.Operator;
        if (await Find(token, context.RequestAborted).ConfigureAwait(false) is not { } valid) return FromHost(context);

        // With blanks around it, one token would make any number of long keys.
        if (header.Length == Scheme.Length + token.Length)
        {
            cache.Add(header, valid, revocations);
        }

        return Used(valid.Caller);
    }

    private async Task<ValidToken?> Find(string token, CancellationToken cancel)
    {
        if (ApplicationTokenValue.PrefixOf(token) is { } prefix) return await applications.FindCaller(prefix, token, cancel).ConfigureAwait(false);
        return await tokens.Read(token).ConfigureAwait(false) is { } claims
            && await FindCaller(claims, cancel).ConfigureAwait(false) is { } caller
            ? new ValidToken(caller, claims.ExpiresAt ?? DateTimeOffset.MaxValue)
            : null;
    }

    private Caller Used(Caller caller)
    {
        if (caller.ApplicationId is { } id) use.Note(id);
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
