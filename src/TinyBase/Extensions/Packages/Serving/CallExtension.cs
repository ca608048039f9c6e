using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Extensions.Packages.Running;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Serving;

/// <summary>Has an extension answer what is below its path.</summary>
internal sealed partial class CallExtension(ExtensionHost host, TinyBaseOptions options, TimeProvider clock, ILogger<CallExtension> logger) : IEndpoint
{
    private const int MaxAtOnce = 100;

    /// <summary>How long an answer may take that has begun.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(10);

    public Operation Operation { get; } = new("GET", "/api/ext/{name}/{**path}", "extensions_call_extension", Access.Optional) { AnswersAll = true };

    public OperationDescription Description => OperationDescription.None;

    public Task Handle(HttpContext context, Caller caller)
    {
        if (host.Find((string)context.GetRouteValue("name")!) is not { } running) return NotFound(context);
        return running.Calls.UnderWay < MaxAtOnce
            ? Answer(context, caller, running)
            : Answers.Busy(context, $"The extension '{running.Manifest.Name}' is too busy", TimeSpan.FromSeconds(1));
    }

    private static Task NotFound(HttpContext context) => Answers.Problem(context, StatusCodes.Status404NotFound, "Not Found");

    private async Task Answer(HttpContext context, Caller caller, RunningExtension running)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Extensions.RequestTimeoutSeconds), clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted, running.Stopping);
        var response = new ExtensionResponse(context, started: () => limit.CancelAfter(EndWithin));
        var body = new BoundedBody(context.Request.Body, options.Server.MaxBodyBytes, stop.Token);
        var inner = ExtensionContext.New(context, PathOf(context), caller, body, response, stop.Token);
        // On a thread of the pool and not waited for beyond its time, since an extension may block or ignore its token.
        var work = Task.Run(() => running.Calls.Watch(() => Run(inner, response, running)).AsTask(), CancellationToken.None);
        try
        {
            await work.WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!work.IsCompleted && !context.RequestAborted.IsCancellationRequested)
        {
            LogWhenDone(work, running);
            await GiveUp(context, response, running, limit.IsCancellationRequested).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await response.CutOff().ConfigureAwait(false);
            await body.WhenQuiet().ConfigureAwait(false);
        }
    }

    private static async ValueTask<bool> Run(HttpContext inner, ExtensionResponse response, RunningExtension running)
    {
        if (running.IsStopped) await NotFound(inner).ConfigureAwait(false);
        else
        {
            var scope = running.Services.CreateAsyncScope();
            await using var _ = scope.ConfigureAwait(false);
            inner.RequestServices = scope.ServiceProvider;
            await running.Endpoints.Answer(inner).ConfigureAwait(false);
        }

        await Finish(inner, response).ConfigureAwait(false);
        return true;
    }

    /// <summary>Sends what is left. An error without a body gets the usual one.</summary>
    private static async Task Finish(HttpContext inner, ExtensionResponse response)
    {
        var writer = inner.Response.BodyWriter;
        if (!response.HasStarted && response.StatusCode >= StatusCodes.Status400BadRequest && writer.UnflushedBytes == 0)
        {
            await Answers.Problem(inner, response.StatusCode, ReasonPhrases.GetReasonPhrase(response.StatusCode)).ConfigureAwait(false);
        }

        if (!response.HasStarted && inner.Response.ContentLength is null && response.StatusCode is >= 200 and not (204 or 304))
        {
            inner.Response.ContentLength = writer.UnflushedBytes;
        }

        await inner.Response.CompleteAsync().ConfigureAwait(false);
        await response.Complete().ConfigureAwait(false);
    }

    private async Task GiveUp(HttpContext context, ExtensionResponse response, RunningExtension running, bool tookTooLong)
    {
        if (await response.CutOff().ConfigureAwait(false))
        {
            // Half an answer must not pass for a whole one.
            context.Abort();
            return;
        }

        var name = running.Manifest.Name;
        await (tookTooLong
            ? Answers.Problem(context, StatusCodes.Status504GatewayTimeout, $"The extension '{name}' did not answer within {options.Extensions.RequestTimeoutSeconds} s")
            : Answers.Busy(context, $"The extension '{name}' is being stopped", TimeSpan.FromSeconds(1))).ConfigureAwait(false);
    }

    private void LogWhenDone(Task work, RunningExtension running) => work.ContinueWith(
        done =>
        {
            if (done.Exception?.InnerException is { } error) Log.FailedLate(logger, error, running.Manifest.Name);
        },
        TaskScheduler.Default);

    /// <summary>What comes after the name of the extension.</summary>
    private static PathString PathOf(HttpContext context)
    {
        const string before = "/api/ext/";
        var path = context.Request.Path.Value!;
        var name = path.IndexOf(before, StringComparison.OrdinalIgnoreCase) + before.Length;
        var end = path.IndexOf('/', name);
        return end < 0 ? PathString.Empty : path[end..];
    }

    private static partial class Log
    {
        [LoggerMessage(8421, LogLevel.Error, "The extension '{Extension}' failed with a request that nobody waited for any more")]
        public static partial void FailedLate(ILogger logger, Exception error, string extension);
    }
}
