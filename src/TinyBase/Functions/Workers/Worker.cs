using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using TinyBase.Functions.Calls;
using TinyBase.Functions.Sandboxing;
using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Workers;

/// <summary>
/// One process of a function. Calls go through its pipe at the same time, each with a number. Whatever it does wrong ends it, and with it
/// the calls that it has; it ends itself when its pipe is closed.
/// </summary>
internal sealed partial class Worker : IDisposable
{
    /// <summary>How long a call may go on after it was told to stop, and an idle process after its pipe was closed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>In which time a call stops that heeds its token. While one has not, new calls get another process.</summary>
    private static readonly TimeSpan Promptly = TimeSpan.FromMilliseconds(100);

    private readonly string _function;
    private readonly SandboxedProcess _process;
    private readonly FrameWriter _writer;
    private readonly WorkerRequests _requests;
    private readonly int _maxResultBytes;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<long, RunningCall> _calls = new();
    private readonly WorkerTraffic _traffic = new();

    /// <summary>Why it takes no calls any more; null while it does.</summary>
    private FunctionOutcome.Failed? _end;

    private long _lastNumber;
    private int _inUse;
    private int _notStopping;

    public Worker(
        string function, SandboxedProcess process, WorkerRequests requests, int maxResultBytes, TimeProvider clock, ILogger logger)
    {
        _function = function;
        _process = process;
        _writer = new FrameWriter(process.Input);
        _requests = requests;
        _maxResultBytes = maxResultBytes;
        _clock = clock;
        _logger = logger;
        LastUsed = clock.GetTimestamp();
        Log.Started(logger, function, process.Id);
        Ended = Task.Run(Serve);
    }

    /// <summary>Ends when the process has ended.</summary>
    public Task Ended { get; }

    /// <summary>Whether it is running and no call has it.</summary>
    public bool IsIdle => Volatile.Read(ref _inUse) == 0 && Volatile.Read(ref _end) is null;

    /// <summary>Whether it has brought any call to its end.</summary>
    public bool HasWorked { get; private set; }

    /// <summary>When a call last ended, as a timestamp of the clock.</summary>
    public long LastUsed { get; private set; }

    public ProcessUsage Usage => _process.Usage;

    /// <summary>Says that a call is going to use it, so that it is not ended for being idle.</summary>
    /// <returns>False if it takes no calls any more, or may soon be ended for one that does not stop.</returns>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _inUse) > 0 && Volatile.Read(ref _notStopping) == 0 && Volatile.Read(ref _end) is null) return true;
        Interlocked.Decrement(ref _inUse);
        return false;
    }

    public void Release()
    {
        LastUsed = _clock.GetTimestamp();
        Interlocked.Decrement(ref _inUse);
    }

    /// <summary>Runs a call.</summary>
    public async Task<FunctionOutcome> Run(FunctionRun run, CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        var call = new RunningCall(run);
        _calls[number] = call;
        // Whoever ends it looks at the calls after saying so.
        if (Volatile.Read(ref _end) is { } end) call.Complete(end);
        var began = _clock.GetTimestamp();
        try
        {
            var sending = Send(number, run, cancel);
            // A process that does not read its input holds nobody up for longer than the call may take.
            if (!sending.IsCompletedSuccessfully) await sending.AsTask().WaitAsync(run.Limit, _clock, cancel).ConfigureAwait(false);
            var left = run.Limit - _clock.GetElapsedTime(began);
            var outcome = await call.Outcome.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock, cancel).ConfigureAwait(false);
            HasWorked = HasWorked || _end is null;
            Forget(number, call);
            return outcome;
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            Interlocked.Increment(ref _inUse);
            run.Turn.KeepUntil(Task.Run(() => StopCall(number, call), CancellationToken.None));
            return cancel.IsCancellationRequested ? WorkerEnd.Cancelled : WorkerEnd.TimedOut;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Its pipe is broken: how it ended is told by the other end.
            var outcome = await call.Outcome.ConfigureAwait(false);
            Forget(number, call);
            return outcome;
        }
    }

    /// <summary>Closes its pipe if no call has it, which ends it; after a grace it is ended.</summary>
    public void StopIfIdle()
    {
        // Far below zero, so that nobody gets it any more.
        if (Interlocked.CompareExchange(ref _inUse, int.MinValue / 2, 0) != 0) return;
        Interlocked.CompareExchange(ref _end, WorkerEnd.Stopped, null);
        _ = Task.Run(async () =>
        {
            try
            {
                await _process.Input.DisposeAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                // It has ended already.
            }

            await Task.WhenAny(Ended, Task.Delay(Grace, _clock)).ConfigureAwait(false);
            if (!Ended.IsCompleted) _process.Kill();
        });
    }

    /// <summary>Ends it at once.</summary>
    public void Kill(FunctionOutcome.Failed reason)
    {
        Interlocked.CompareExchange(ref _end, reason, null);
        _process.Kill();
    }

    public void Dispose() => Kill(WorkerEnd.Stopped);

    private ValueTask Send(long number, FunctionRun run, CancellationToken cancel) => _writer.WriteSoonAsync(
        FrameType.Call,
        number,
        FrameCodec.WriteHead(new CallHead
        {
            CallId = run.CallId,
            RequestId = run.RequestId,
            UserId = run.Caller.Id is { } id ? Guid.Parse(id) : null,
            Email = run.Caller.Email,
            IsAdmin = run.Caller.IsAdmin,
            Trigger = run.Trigger,
            TriggerId = run.TriggerId,
            DeadlineMs = (int)Math.Clamp(run.Limit.TotalMilliseconds, 1, int.MaxValue),
            MaxResultBytes = _maxResultBytes,
            LogLevel = run.Log.Least,
        }),
        run.Input,
        cancel);

    private void Forget(long number, RunningCall call)
    {
        _calls.TryRemove(number, out _);
        call.Dispose();
    }

    /// <summary>Tells it to stop a call that nobody waits for any more. If it does not, it is ended.</summary>
    private async Task StopCall(long number, RunningCall call)
    {
        call.Dispose();
        using var limit = new CancellationTokenSource(Grace, _clock);
        var stopping = Stop(number, call, limit.Token);
        await Task.WhenAny(stopping, Task.Delay(Promptly, _clock, CancellationToken.None)).ConfigureAwait(false);
        var isLate = !stopping.IsCompleted;
        if (isLate) Interlocked.Increment(ref _notStopping);
        try
        {
            await stopping.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.DidNotStop(_logger, _function, call.Run.CallId);
            Kill(WorkerEnd.Unresponsive);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // It has ended, and the call with it.
        }
        finally
        {
            if (isLate) Interlocked.Decrement(ref _notStopping);
            Forget(number, call);
            Release();
        }
    }

    private async Task Stop(long number, RunningCall call, CancellationToken cancel)
    {
        await _writer.WriteAsync(FrameType.Cancel, number, default, default, cancel).AsTask().WaitAsync(cancel).ConfigureAwait(false);
        await call.Outcome.WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task Serve()
    {
        var errors = StandardError.Read(_process.Error, _function, _logger);
        try
        {
            var reader = new FrameReader(_process.Output);
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } frame)
            {
                using (frame) Take(frame);
            }
        }
        catch (FrameException error)
        {
            Log.BrokeProtocol(_logger, _function, error.Message);
            Interlocked.CompareExchange(ref _end, WorkerEnd.BrokeProtocol, null);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // As at the end of the stream.
        }
        catch (Exception error)
        {
            // Whatever it sent, the process must not go on with nobody who listens.
            Log.NotUnderstood(_logger, error, _function);
            Interlocked.CompareExchange(ref _end, WorkerEnd.BrokeProtocol, null);
        }

        // Without its output it is of no use, even if it goes on.
        if (_end is not null && _end != WorkerEnd.Stopped) _process.Kill();
        var exit = _process.Exited;
        if (await Task.WhenAny(exit, Task.Delay(Grace, _clock)).ConfigureAwait(false) != exit) _process.Kill();
        var exitCode = await exit.ConfigureAwait(false);
        var unexpected = Interlocked.CompareExchange(ref _end, WorkerEnd.Crashed(exitCode), null) is null;
        await errors.ConfigureAwait(false);
        foreach (var (number, call) in _calls.ToArray())
        {
            call.Complete(_end);
            Forget(number, call);
        }

        if (unexpected) Log.Crashed(_logger, _function, _process.Id, exitCode);
        else Log.Ended(_logger, _function, _process.Id, _end.ErrorMessage);
        _writer.Dispose();
        _process.Dispose();
    }

    private void Take(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Hello:
                var metadata = FrameCodec.Read<FunctionMetadata>(frame.Payload.Span);
                if (metadata.Protocol != FrameFormat.Protocol) throw new FrameException($"It speaks protocol {metadata.Protocol}, not {FrameFormat.Protocol}");
                break;
            case FrameType.Log:
                if (_calls.TryGetValue(frame.Call, out var logging)) logging.Add(FrameCodec.Read<LogMessage>(frame.Payload.Span));
                else _traffic.CountStray(Volatile.Read(ref _lastNumber));
                break;
            case FrameType.Result:
                if (_calls.TryGetValue(frame.Call, out var ending)) ending.Complete(ResultFrame.Read(frame.Payload, _maxResultBytes));
                break;
            case FrameType.Request:
                // Looked for here: the answer to a call that has ended is the same as to one that there never was.
                _requests.Begin(frame, _calls.GetValueOrDefault(frame.Call), _calls.Count, _writer, _traffic);
                break;
            default:
                throw new FrameException($"A worker sends no frame of type {frame.Type}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6102, LogLevel.Debug, "Started the process {Pid} of function '{Function}'")]
        public static partial void Started(ILogger logger, string function, int pid);

        [LoggerMessage(6103, LogLevel.Debug, "The process {Pid} of function '{Function}' has ended: {Reason}")]
        public static partial void Ended(ILogger logger, string function, int pid, string reason);

        [LoggerMessage(6104, LogLevel.Error, "The process {Pid} of function '{Function}' ended by itself with exit code {ExitCode}")]
        public static partial void Crashed(ILogger logger, string function, int pid, int exitCode);

        [LoggerMessage(6105, LogLevel.Error, "The process of function '{Function}' broke the protocol and is ended: {Reason}")]
        public static partial void BrokeProtocol(ILogger logger, string function, string reason);

        [LoggerMessage(6107, LogLevel.Error, "What the process of function '{Function}' sent cannot be used, and it is ended")]
        public static partial void NotUnderstood(ILogger logger, Exception error, string function);

        [LoggerMessage(6106, LogLevel.Warning, "Call {CallId} of function '{Function}' did not stop when it was told to; its process is ended")]
        public static partial void DidNotStop(ILogger logger, string function, string callId);
    }
}
