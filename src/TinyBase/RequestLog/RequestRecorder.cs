using System.Threading.Channels;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.RequestLog;

/// <summary>
/// Keeps some requests: those that failed in the server, slow ones, and a sample of the others. A request only leaves a note; what has
/// gathered is written beside it once a second. Notes beyond a number are lost, not waited for.
/// </summary>
internal sealed partial class RequestRecorder(
    RequestFile file, RequestCounts counts, CurrentSettings settings, TimeProvider clock, ILogger<RequestRecorder> logger) : BackgroundService
{
    private const int MaxWaiting = 10_000;
    private const int MaxPath = 500;
    private const int MaxError = 1000;

    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(1);

    private readonly Channel<RequestEntry> _waiting = Channel.CreateBounded<RequestEntry>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private long _seen;

    /// <summary>Takes note of a request, if it is one to keep.</summary>
    public void Note(HttpContext context, string? operation, int status, TimeSpan duration, Caller? caller, Exception? error)
    {
        var options = settings.Options.Telemetry;
        if (status < 500 && duration.TotalMilliseconds < options.SlowRequestMilliseconds && !IsSampled(options.RequestSamplePercent)) return;
        var path = context.Request.PathBase.Value + context.Request.Path.Value;
        var text = error is null ? null : $"{error.GetType().Name}: {error.Message}";
        _waiting.Writer.TryWrite(new RequestEntry
        {
            RequestId = context.TraceIdentifier,
            CreatedAt = Timestamps.ToText(clock.GetUtcNow()),
            Method = context.Request.Method,
            Path = path.Length > MaxPath ? path[..MaxPath] : path,
            Operation = operation,
            Status = status,
            DurationMs = Math.Round(duration.TotalMilliseconds, 2),
            ActorKind = caller?.Kind.ToString().ToLowerInvariant(),
            ActorId = caller?.Id ?? caller?.ApplicationId,
            Address = context.Connection.RemoteIpAddress?.ToString(),
            Error = text is { Length: > MaxError } ? text[..MaxError] : text,
        });
    }

    /// <summary>So many of each hundred requests in a row, spread over them: 37 and 100 have no divisor in common.</summary>
    private bool IsSampled(int percent) => percent > 0 && (long)((ulong)Interlocked.Increment(ref _seen) % 100) * 37 % 100 < percent;

    /// <summary>Writes what has gathered.</summary>
    public void Write()
    {
        var entries = new List<RequestEntry>();
        while (entries.Count < MaxWaiting && _waiting.Reader.TryRead(out var entry)) entries.Add(entry);
        if (entries.Count > 0) file.Add(entries);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (countedAt, cleanedAt) = (clock.GetTimestamp(), clock.GetTimestamp());
        while (true)
        {
            try
            {
                await Task.Delay(WriteEvery, clock, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Try(Write);
                Try(counts.Write);
                return;
            }

            Try(Write);
            if (clock.GetElapsedTime(countedAt) >= CountEvery)
            {
                countedAt = clock.GetTimestamp();
                Try(counts.Write);
            }

            if (clock.GetElapsedTime(cleanedAt) < CleanEvery) continue;
            cleanedAt = clock.GetTimestamp();
            Try(() => file.Clean(clock.GetUtcNow().AddDays(-settings.Options.Telemetry.RequestDays)));
        }
    }

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is: an exception that leaves a background service stops the host.
            Log.Failed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Error, "The request log could not be written")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
