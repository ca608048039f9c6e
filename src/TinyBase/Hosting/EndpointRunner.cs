using System.Diagnostics;
using System.Globalization;

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

using SQLitePCL;

using TinyBase.Auth;
using TinyBase.Configuration;
using TinyBase.Hosting.Throttling;
using TinyBase.RequestLog;
using TinyBase.Storage;
using TinyBase.Telemetry;

namespace TinyBase.Hosting;

/// <summary>
/// What every request of TinyBase goes through: headers, rate limit, who is calling, the endpoint, errors, one line in the log.
/// </summary>
internal sealed partial class EndpointRunner(
    Authenticator authenticator,
    RateLimiter limiter,
    Cors cors,
    RequestRecorder requests,
    Instruments instruments,
    TinyBaseOptions options,
    TimeProvider clock,
    ILogger<EndpointRunner> logger)
{
    private const int ClientClosedRequest = 499;

    /// <summary>What a request to a path without an operation is counted as, since there is no end of paths.</summary>
    private const string NoOperation = "none";

    private bool _hasWarnedOfProxy;

    /// <summary>Answers a request with an endpoint.</summary>
    public Task Run(HttpContext context, IEndpoint endpoint) => Run(context, endpoint.Operation, () => Answer(context, endpoint));

    /// <summary>Answers a request on a path of ours whose method there is not, or asks in advance.</summary>
    public Task RunWrongMethod(HttpContext context, string allowed) => Run(context, operation: null, async () =>
    {
        if (cors.IsPreflight(context))
        {
            await cors.AnswerPreflight(context).ConfigureAwait(false);
            return null;
        }

        context.Response.Headers.Allow = allowed;
        await Answers.Problem(context, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed").ConfigureAwait(false);
        return null;
    });

    /// <summary>Answers a request on a path that there is not.</summary>
    public Task RunUnknownPath(HttpContext context) => Run(context, operation: null, async () =>
    {
        await (cors.IsPreflight(context) ? cors.AnswerPreflight(context) : NotFound(context)).ConfigureAwait(false);
        return null;
    });

    private static Task NotFound(HttpContext context) => Answers.Problem(context, StatusCodes.Status404NotFound, "Not Found");

    private async Task Run(HttpContext context, Operation? operation, Func<ValueTask<Caller?>> answer)
    {
        var started = clock.GetTimestamp();
        LiftLimitOfHost(context);
        SetHeaders(context);
        using var span = Span(operation);
        var status = 0;
        Caller? caller = null;
        Exception? failure = null;
        try
        {
            caller = await answer().ConfigureAwait(false);
        }
        catch (Exception error) when (
            context.RequestAborted.IsCancellationRequested
            || error is ConnectionResetException or ConnectionAbortedException
            || IsCutOff(error))
        {
            // Nobody is there to be answered; the log says that the client left.
            status = ClientClosedRequest;
            await Leave(context).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failure = error;
            await AnswerFailure(context, error).ConfigureAwait(false);
        }

        if (status == 0) status = context.Response.StatusCode;
        var duration = clock.GetElapsedTime(started);
        instruments.Request(context.Request.Method, operation?.Id ?? NoOperation, status, duration);
        requests.Note(context, operation?.Id, status, duration, caller, failure);
        span?.SetTag("http.response.status_code", status);
        if (logger.IsEnabled(LogLevel.Information))
        {
            RequestLine.Log(logger, context, status, duration);
        }
    }

    /// <summary>Whether a body ended before it was whole, which Kestrel says like this.</summary>
    public static bool IsCutOff(Exception error) =>
        error is BadHttpRequestException && error.Message.StartsWith("Unexpected end of request content", StringComparison.Ordinal);

    /// <summary>
    /// Ends a connection whose client is gone. Its reader may have stopped in the middle of a read: Kestrel must neither read the rest
    /// of the body nor wait for another request, since it would log either as an error.
    /// </summary>
    private static async Task Leave(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = ClientClosedRequest;
            context.Response.Headers.Connection = "close";
            await context.Response.StartAsync(CancellationToken.None).ConfigureAwait(false);
        }

        context.Abort();
    }

    /// <summary>What traces see of a request; null while nobody traces.</summary>
    private Activity? Span(Operation? operation)
    {
        var span = operation is null || !instruments.Traces.HasListeners()
            ? null
            : instruments.Traces.StartActivity($"{operation.Method} {operation.Pattern}");
        span?.SetTag("http.request.method", operation!.Method);
        span?.SetTag("http.route", operation!.Pattern);
        return span;
    }

    /// <returns>Who was answered; null for whoever was limited before that was known.</returns>
    private async ValueTask<Caller?> Answer(HttpContext context, IEndpoint endpoint)
    {
        var operation = endpoint.Operation;
        var address = ClientAddress.Of(context);
        var limited = operation.RateLimit is { } limit ? limiter.Take(operation.Id, limit, address) : default;
        if (await Refused(context, limited).ConfigureAwait(false)) return null;

        var access = operation.Access;
        var caller = access == Access.Public ? Caller.Anonymous : await authenticator.Identify(context).ConfigureAwait(false);
        if (operation.IsCounted && limiter.Counts(caller) && context.Features.Get<InternalCaller>() is null)
        {
            limited = RateLimitState.Tighter(limited, limiter.Take(caller, address));
            if (await Refused(context, limited).ConfigureAwait(false)) return caller;
        }

        if (access == Access.Operator && caller.Kind != CallerKind.Operator) await NotFound(context).ConfigureAwait(false);
        else if (access >= Access.User && caller.IsAnonymous) await Answers.NotAuthenticated(context).ConfigureAwait(false);
        else if (access == Access.User && caller.Kind != CallerKind.User)
        {
            await Answers.Problem(context, StatusCodes.Status403Forbidden, "Only users can do this").ConfigureAwait(false);
        }
        else if (access == Access.Admin && !caller.IsAdmin)
        {
            await Answers.Problem(context, StatusCodes.Status403Forbidden, "Admin access required").ConfigureAwait(false);
        }
        else if (!operation.AnswersAll && IsEncoded(context.Request))
        {
            // RFC 9110, section 15.5.16: what would be right.
            context.Response.Headers.AcceptEncoding = "identity";
            await Answers.Problem(context, StatusCodes.Status415UnsupportedMediaType, "Content-Encoding is not supported: send the body as it is").ConfigureAwait(false);
        }
        else await endpoint.Handle(context, caller).ConfigureAwait(false);
        return caller;
    }

    /// <summary>Whether a body is compressed; extensions see to that themselves.</summary>
    private static bool IsEncoded(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method)
        && request.Headers.ContentEncoding is { Count: > 0 } encoding
        && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells a client how it stands with a limit, and answers one that has reached it.</summary>
    /// <returns>Whether it did, so that there is nothing left to do.</returns>
    private async ValueTask<bool> Refused(HttpContext context, RateLimitState state)
    {
        if (!state.IsLimited) return false;
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = state.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = state.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Math.Ceiling(state.Reset.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (!state.IsRefused) return false;
        WarnOfProxy(context);
        await Answers.RateLimited(context, state.Refusal, state.Reset).ConfigureAwait(false);
        return true;
    }

    /// <summary>Says once that a limit may have hit the clients of a proxy that nobody named; what is believed is gone by now.</summary>
    private void WarnOfProxy(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("X-Forwarded-For") || Interlocked.Exchange(ref _hasWarnedOfProxy, true)) return;
        Log.UnnamedProxy(logger, context.Connection.RemoteIpAddress);
    }

    /// <summary>
    /// Leaves the size of bodies to the operations, each of which has a limit of its own. The host's would count the framing of chunks as
    /// well, and end the connection after an answer that needed no body: the server could not read away what is larger, which it does for a while.
    /// </summary>
    private static void LiftLimitOfHost(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method)) return;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
    }

    private void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["X-Request-Id"] = context.TraceIdentifier;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        cors.Mark(context);
    }

    private Task AnswerFailure(HttpContext context, Exception error)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not pass for a whole one.
            Log.BrokeOff(logger, error, context.TraceIdentifier);
            context.Abort();
            return Task.CompletedTask;
        }

        switch (error)
        {
            case BusyException busy:
                return Answers.Busy(context, busy.Message, busy.RetryAfter);
            case BadHttpRequestException bad:
                return Refuse(context, bad.StatusCode, bad.Message);
            case IOException { InnerException: OverflowException }:
                // What Kestrel says of a chunk whose size is no number that it can count with.
                return Refuse(context, StatusCodes.Status400BadRequest, error.Message);
            case SqliteException { SqliteErrorCode: raw.SQLITE_FULL }:
                Log.DiskFull(logger, context.TraceIdentifier);
                return Answers.Problem(context, StatusCodes.Status507InsufficientStorage, "The database is full; nothing was changed");
            default:
                Log.Failed(logger, error, context.Request.Method, context.Request.Path, context.TraceIdentifier);
                return Answers.Problem(
                    context,
                    StatusCodes.Status500InternalServerError,
                    options.Debug ? string.Create(CultureInfo.InvariantCulture, $"Internal Server Error: {error}") : "Internal Server Error");
        }
    }

    private static Task Refuse(HttpContext context, int status, string detail)
    {
        // What follows on the connection is not known to be a request.
        context.Response.Headers.Connection = "close";
        return Answers.Problem(context, status, detail);
    }

    private static partial class Log
    {
        [LoggerMessage(1002, LogLevel.Error, "{Method} {Path} failed [{RequestId}]")]
        public static partial void Failed(ILogger logger, Exception error, string method, string path, string requestId);

        [LoggerMessage(1003, LogLevel.Error, "An answer broke off [{RequestId}]")]
        public static partial void BrokeOff(ILogger logger, Exception error, string requestId);

        [LoggerMessage(1005, LogLevel.Warning, "Requests from {Address} were limited as those of one client, but name another one in X-Forwarded-For. If it is your proxy, add it to server_trusted_proxies")]
        public static partial void UnnamedProxy(ILogger logger, System.Net.IPAddress? address);

        [LoggerMessage(1004, LogLevel.Error, "The database is full [{RequestId}]")]
        public static partial void DiskFull(ILogger logger, string requestId);
    }
}
