using System.Security.Claims;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

using TinyBase.Hosting;

namespace TinyBase.Extensions.Packages.Serving;

/// <summary>
/// A request as an extension sees it. It is made of copies and of streams that can be closed, since an extension may still work at it when nobody
/// waits any more.
/// </summary>
internal static class ExtensionContext
{
    public static DefaultHttpContext New(
        HttpContext outer, PathString path, Caller caller, BoundedBody body, ExtensionResponse response, CancellationToken aborted)
    {
        var request = outer.Request;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = request.Protocol,
            Method = request.Method,
            Scheme = request.Scheme,
            PathBase = (request.PathBase + BaseOf(request.Path, path)).Value!,
            Path = path.HasValue ? path.Value! : "/",
            QueryString = request.QueryString.Value!,
            RawTarget = outer.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty,
            Headers = new HeaderDictionary(request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase)),
            Body = body,
        });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(response));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = aborted });
        features.Set<IHttpRequestIdentifierFeature>(new HttpRequestIdentifierFeature { TraceIdentifier = outer.TraceIdentifier });
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(CanHaveBody(outer)));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        {
            ConnectionId = outer.Connection.Id,
            LocalIpAddress = outer.Connection.LocalIpAddress,
            LocalPort = outer.Connection.LocalPort,
            RemoteIpAddress = outer.Connection.RemoteIpAddress,
            RemotePort = outer.Connection.RemotePort,
        });
        features.Set(new ExtensionCaller(caller));
        return new DefaultHttpContext(features) { User = Principal(caller) };
    }

    /// <summary>What comes before the path of the extension.</summary>
    private static PathString BaseOf(PathString whole, PathString path) => whole.Value![..(whole.Value!.Length - (path.Value?.Length ?? 0))];

    private static bool CanHaveBody(HttpContext outer) =>
        outer.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? outer.Request.ContentLength > 0;

    private static ClaimsPrincipal Principal(Caller caller)
    {
        if (caller.IsAnonymous) return new ClaimsPrincipal(new ClaimsIdentity());
        var claims = new List<Claim>();
        if (caller.Id is { } id) claims.Add(new Claim(ClaimTypes.NameIdentifier, id));
        if ((caller.Email ?? caller.ApplicationName ?? caller.Extension) is { } name) claims.Add(new Claim(ClaimTypes.Name, name));
        if (caller.Email is { } email) claims.Add(new Claim(ClaimTypes.Email, email));
        if (caller.IsAdmin) claims.Add(new Claim(ClaimTypes.Role, ClaimsPrincipalExtensions.AdminRole));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, authenticationType: "TinyBase"));
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}

/// <summary>Who calls an endpoint of an extension.</summary>
internal sealed record ExtensionCaller(Caller Caller);
