using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

using TinyBase.Configuration;

namespace TinyBase.Hosting;

/// <summary>
/// Lets pages of the configured origins call the API (Fetch standard, section 3.3). It is done per endpoint, so that it neither
/// needs the host's CORS middleware nor disturbs it.
/// </summary>
internal sealed class Cors
{
    private const string Methods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    private const string Exposed = "X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, WWW-Authenticate, ETag";

    private readonly HashSet<string> _origins;
    private readonly bool _any;

    public Cors(CorsOptions options)
    {
        _origins = new HashSet<string>(options.AllowOrigins, StringComparer.OrdinalIgnoreCase);
        _any = _origins.Contains("*");
    }

    /// <summary>Marks an answer as readable for the origin of the request, if it is.</summary>
    public void Mark(HttpContext context)
    {
        if (_origins.Count == 0) return;
        var headers = context.Response.Headers;
        // Also where nobody asked: what a cache keeps of that answer must not serve an origin later (Fetch standard, section 3.3.5).
        if (!_any) headers.Append("Vary", "Origin");
        var origin = context.Request.Headers.Origin;
        if (StringValues.IsNullOrEmpty(origin)) return;
        if (_any)
        {
            // With credentials, any page could act as whoever looks at it.
            headers.AccessControlAllowOrigin = "*";
        }
        else
        {
            if (!_origins.Contains(origin.ToString())) return;
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowCredentials = "true";
        }

        headers.AccessControlExposeHeaders = Exposed;
    }

    /// <summary>Whether the request asks in advance what it may send.</summary>
    public bool IsPreflight(HttpContext context) =>
        _origins.Count > 0
        && HttpMethods.IsOptions(context.Request.Method)
        && !StringValues.IsNullOrEmpty(context.Request.Headers.Origin)
        && !StringValues.IsNullOrEmpty(context.Request.Headers.AccessControlRequestMethod);

    /// <summary>Answers a preflight request.</summary>
    public async Task AnswerPreflight(HttpContext context)
    {
        var response = context.Response;
        var allowed = _any || _origins.Contains(context.Request.Headers.Origin.ToString());
        response.StatusCode = allowed ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        response.ContentType = "text/plain; charset=utf-8";
        if (allowed)
        {
            response.Headers.AccessControlAllowMethods = Methods;
            response.Headers.AccessControlMaxAge = "600";
            response.Headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        }

        await response.WriteAsync(allowed ? "OK" : "Disallowed CORS origin", context.RequestAborted).ConfigureAwait(false);
    }
}
