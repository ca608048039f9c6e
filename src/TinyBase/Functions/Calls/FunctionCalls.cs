using System.Collections.Concurrent;
using System.Text;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Extensions.Hooks;
using TinyBase.Functions.Workers;
using TinyBase.Hosting;
using TinyBase.Sdk.Binding;
using TinyBase.Storage;
using TinyBase.Telemetry;

namespace TinyBase.Functions.Calls;

/// <summary>A call that somebody wants.</summary>
internal sealed record FunctionCallRequest
{
    /// <summary>Who calls.</summary>
    public required Caller Caller { get; init; }

    public required string RequestId { get; init; }

    /// <summary>The input, a JSON object in UTF-8, in memory of its own.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    public Trigger Trigger { get; init; }

    /// <summary>The id of the schedule; null for none.</summary>
    public string? TriggerId { get; init; }

    /// <summary>How many calls of functions the request comes from, one inside the other; 0 for none.</summary>
    public int Depth { get; init; }
}

/// <summary>What came of a call.</summary>
/// <param name="CallId">Its id.</param>
/// <param name="Outcome">How it ended; null if too many of the same function wait.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Refusal">What the hooks before it said, if they did not want it; it did not run.</param>
internal sealed record FunctionCallResult(string CallId, FunctionOutcome? Outcome, long DurationMs, HookRefusal? Refusal = null);

/// <summary>
/// Runs calls: each waits for its turn, runs with the rights that it has, and is remembered. Its row is written when it ends and is on
/// disk before it is answered; only one that takes longer has a row while it runs.
/// </summary>
internal sealed class FunctionCalls(
    FunctionCallStore store, FunctionEvents events, TinyBaseOptions options, CurrentSettings settings, Instruments instruments, IdGenerator ids,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILoggerFactory loggers)
{
    /// <summary>How many calls may be inside each other.</summary>
    public const int MaxDepth = 8;

    private static readonly TimeSpan UnrecordedFor = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, FunctionLine> _lines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CallLog> _running = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger("TinyBase.Functions");

    /// <summary>The log of a call that is running; null for every other.</summary>
    public CallLog? FindRunning(string callId) => _running.GetValueOrDefault(callId);

    /// <summary>Runs a call to its end.</summary>
    public async Task<FunctionCallResult> Run(ServedFunction function, FunctionCallRequest request, CancellationToken cancel)
    {
        (var refusal, request) = await events.Before(function.Name, request, cancel).ConfigureAwait(false);
        if (refusal is not null) return Refused(refusal);
        var limit = TimeSpan.FromSeconds(function.Metadata.TimeoutSeconds ?? settings.Options.Functions.TimeoutSeconds);
        var line = LineOf(function);
        var arrived = clock.GetTimestamp();
        var place = await line.Enter(limit, cancel).ConfigureAwait(false);
        var made = ids.Next();
        var id = made.Id.ToString();
        if (place == LinePlace.Full) return new FunctionCallResult(id, null, 0);
        var call = Describe(function, request, id, made.Time);
        var log = new CallLog(function.Name, id, Least, options.Functions.LoggingFormat == "json", _logger);
        if (place == LinePlace.TimedOut) return await End(call, request, WorkerEnd.NeverBegan, 0, log, function).ConfigureAwait(false);
        _running[id] = log;
        var turn = new LineTurn(line);
        try
        {
            var left = limit - clock.GetElapsedTime(arrived);
            var run = new FunctionRun
            {
                CallId = id,
                RequestId = request.RequestId,
                Caller = request.Caller,
                Rights = RightsOf(function, request.Caller),
                Trigger = request.Trigger,
                TriggerId = request.TriggerId,
                Input = request.Input,
                Limit = left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1),
                Depth = request.Depth,
                Turn = turn,
                Log = log,
            };
            return await Run(function, request, call, run, cancel).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(id, out _);
            log.End();
            turn.End();
        }
    }

    /// <summary>Where logging is off, nothing is grave enough.</summary>
    private LogLevel Least => options.Functions.LoggingEnabled ? options.Functions.LoggingLevel : LogLevel.None;

    private async Task<FunctionCallResult> Run(
        ServedFunction function, FunctionCallRequest request, FunctionCall call, FunctionRun run, CancellationToken cancel)
    {
        events.Called(call, request);
        var began = clock.GetTimestamp();
        using var span = instruments.Traces.StartActivity($"function {function.Name}");
        var work = function.Program.Run(run, cancel);
        // Its outcome is looked at below, whenever it comes.
        await ((Task)work).WaitAsync(UnrecordedFor, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var isRecorded = !work.IsCompleted && await TryBegin(call).ConfigureAwait(false);
        var outcome = await work.ConfigureAwait(false);
        // Its client was cut off by the server and had not left.
        if (outcome == WorkerEnd.Cancelled && lifetime.ApplicationStopping.IsCancellationRequested) outcome = WorkerEnd.ServerStopped;
        var duration = (long)clock.GetElapsedTime(began).TotalMilliseconds;
        if (outcome is not FunctionOutcome.Invalid) return await End(call, request, outcome, duration, run.Log, function).ConfigureAwait(false);
        // It never ran; a row that the start of its process has brought about goes.
        if (isRecorded) await store.Remove(call.Id).ConfigureAwait(false);
        return new FunctionCallResult(call.Id, outcome, duration);
    }

    /// <summary>Writes the row of a running call. The call goes on without one where the writer is too busy.</summary>
    private async Task<bool> TryBegin(FunctionCall call)
    {
        try
        {
            await store.Begin(call).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is BusyException or SqliteException)
        {
            FunctionLog.NotRecorded(_logger, error, call.FunctionName, call.Id);
            return false;
        }
    }

    private async Task<FunctionCallResult> End(
        FunctionCall call,
        FunctionCallRequest request,
        FunctionOutcome outcome,
        long duration,
        CallLog log,
        ServedFunction function)
    {
        call = call with { FinishedAt = Timestamps.ToText(clock.GetUtcNow()), DurationMs = duration };
        call = outcome switch
        {
            FunctionOutcome.Succeeded { Json: var json } => call with
            {
                Status = FunctionCall.Succeeded,
                OutputBytes = json.Length,
                Result = function.Metadata.KeepsPayload ? Encoding.UTF8.GetString(json.Span) : null,
            },
            FunctionOutcome.Failed failed => call with
            {
                Status = FunctionCall.Failed, ErrorType = failed.ErrorType, ErrorMessage = failed.ErrorMessage, ErrorStack = failed.Stack,
            },
            _ => throw new InvalidOperationException($"A call that is remembered does not end with a {outcome.GetType().Name}."),
        };
        if (call.ErrorType is { } type) FunctionLog.Failed(_logger, function.Name, type, call.ErrorMessage!, call.Id, request.RequestId);

        instruments.FunctionCall(function.Name, call.Status, TimeSpan.FromMilliseconds(duration));
        // What was done was done, whether its client is still there or not.
        await store.End(call, log.Lines, session => events.Completed(session, call, request)).ConfigureAwait(false);
        return new FunctionCallResult(call.Id, outcome, duration);
    }

    private static FunctionCallResult Refused(HookRefusal refusal) =>
        new(Guid.Empty.ToString(), new FunctionOutcome.Failed("HookRejected", refusal.Message, null), 0, refusal);

    private FunctionLine LineOf(ServedFunction function)
    {
        var most = function.Metadata.MaxConcurrency ?? options.Functions.MaxConcurrentCalls;
        FunctionLine New(string name) => new(most, options.Functions.MaxWaitingCalls, clock);
        return _lines.AddOrUpdate(function.Name, New, (name, line) => line.Most == most ? line : New(name));
    }

    /// <summary>Whose rights the requests of a call have. The operator's own operations are not for functions.</summary>
    private static Caller RightsOf(ServedFunction function, Caller caller) =>
        function.Metadata.RunAs == RunAs.System || caller.Kind == CallerKind.Operator ? Caller.System : caller;

    private static FunctionCall Describe(ServedFunction function, FunctionCallRequest request, string id, DateTimeOffset time) => new()
    {
        Id = id,
        FunctionName = function.Name,
        Status = FunctionCall.Running,
        TriggerType = request.Trigger == Trigger.Schedule ? "schedule" : "manual",
        TriggerId = request.TriggerId,
        RequestedBy = request.Caller.Kind == CallerKind.User ? request.Caller.Id : null,
        Principal = request.Caller.Kind.ToString().ToLowerInvariant(),
        VersionId = function.VersionId,
        StartedAt = Timestamps.ToText(time),
        InputBytes = request.Input.Length,
        Payload = function.Metadata.KeepsPayload ? Encoding.UTF8.GetString(request.Input.Span) : null,
    };
}
