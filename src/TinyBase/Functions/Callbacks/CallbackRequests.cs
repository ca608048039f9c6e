using System.Globalization;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

using TinyBase.Functions.Calls;
using TinyBase.Hosting;

namespace TinyBase.Functions.Callbacks;

/// <summary>
/// Answers the requests of functions with TinyBase's own endpoints, inside this process: there is no port and no token. Who asks is
/// said by a feature of the request, which nothing from outside can set.
/// </summary>
internal sealed class CallbackRequests(MountPoint mount, EndpointRunner runner, IServiceScopeFactory scopes)
{
    /// <summary>Headers that say who asks, or that belong to a connection.</summary>
    private static readonly HashSet<string> Dropped =
        new(["Authorization", "Cookie", "Host", "Connection", "Transfer-Encoding", "Content-Length"], StringComparer.OrdinalIgnoreCase);

    private const int MaxAnswerBytes = 60 * 1024 * 1024;

    private CallbackRoutes? _routes;

    /// <summary>Answers a request of a call with the rights of that call.</summary>
    /// <param name="cancel">Cancelled when the call has ended.</param>
    public Task<CallbackAnswer> Send(CallbackRequest request, FunctionRun run, CancellationToken cancel) =>
        Send(request, new InternalCaller(run.Rights, run.Depth + 1), run.RequestId, cancel);

    /// <summary>Answers a request of somebody in this process.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="requestId">What the request is known by.</param>
    /// <param name="cancel">Cancelled when nobody waits for the answer any more.</param>
    public async Task<CallbackAnswer> Send(CallbackRequest request, InternalCaller from, string requestId, CancellationToken cancel)
    {
        var scope = scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        using var body = new BoundedStream(MaxAnswerBytes);
        var context = Context(request, from, requestId, scope.ServiceProvider, body, cancel);
        _routes ??= new CallbackRoutes(mount.Endpoints);
        await (!_routes.TryFind(context, out var endpoint, out var allowed) ? runner.RunUnknownPath(context)
            : endpoint is null ? runner.RunWrongMethod(context, allowed)
            : runner.Run(context, endpoint)).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        await context.Response.CompleteAsync().ConfigureAwait(false);
        return new CallbackAnswer(context.Response.StatusCode, Headers(context.Response.Headers), body.ToArray());
    }

    private static Dictionary<string, string> Headers(IHeaderDictionary headers) =>
        headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    private static DefaultHttpContext Context(
        CallbackRequest request, InternalCaller from, string requestId, IServiceProvider services, Stream body, CancellationToken cancel)
    {
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = cancel, TraceIdentifier = requestId };
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        context.Features.Set(from);
        var mark = request.Path.IndexOf('?', StringComparison.Ordinal);
        context.Request.Method = request.Method.ToUpperInvariant();
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("localhost");
        context.Request.Path = PathString.FromUriComponent("/" + (mark < 0 ? request.Path : request.Path[..mark]).TrimStart('/'));
        context.Request.QueryString = mark < 0 ? QueryString.Empty : new QueryString(request.Path[mark..]);
        foreach (var (name, value) in request.Headers)
        {
            if (!Dropped.Contains(name)) context.Request.Headers[name] = value;
        }

        context.Request.Body = new MemoryStream(request.Body.ToArray(), writable: false);
        context.Request.ContentLength = request.Body.Length;
        return context;
    }

    /// <summary>Takes an answer up to a size.</summary>
    private sealed class BoundedStream(int maxBytes) : MemoryStream
    {
        // All other ways to write lead here in a derived class.
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > maxBytes)
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"An answer to a function may have {maxBytes} bytes at most. Ask for less at once."));
            }

            base.Write(buffer, offset, count);
        }
    }
}
