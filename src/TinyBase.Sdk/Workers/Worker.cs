using System.Collections.Concurrent;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Sdk.Workers;

/// <summary>Serves the calls of one function that come in frames, any number at the same time.</summary>
internal sealed class Worker
{
    /// <summary>The server sends far fewer calls at the same time; what exceeds this is a fault of it.</summary>
    private const int MaxCalls = 10_000;

    private readonly ConcurrentDictionary<long, RunningCall> _calls = new();
    private readonly AsyncLocal<CallLog?> _current = new();
    private readonly FunctionBinding _binding;
    private readonly FrameReader _reader;
    private readonly BlockingFrameWriter _writer;
    private readonly FunctionConfig _config;
    private readonly TimeProvider _time;

    public Worker(FunctionBinding binding, FrameReader reader, BlockingFrameWriter writer, FunctionConfig config, TimeProvider time)
    {
        _binding = binding;
        _reader = reader;
        _writer = writer;
        _config = config;
        _time = time;
        var outside = new CallLog(0, LogLevelName.Debug, writer, time);
        ConsoleOut = new CallConsole(() => (_current.Value ?? outside).Out);
        ConsoleError = new CallConsole(() => (_current.Value ?? outside).Error);
    }

    /// <summary>Takes what user code prints to the log of the call that it runs in.</summary>
    public TextWriter ConsoleOut { get; }

    /// <summary>The same, as warnings.</summary>
    public TextWriter ConsoleError { get; }

    /// <summary>Serves calls until the input ends; then those that still run are cancelled and not waited for.</summary>
    /// <exception cref="FrameException">The server broke the protocol.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            _writer.Write(FrameType.Hello, 0, FrameCodec.Write(_binding.Metadata));
            while (await _reader.ReadAsync(cancel).ConfigureAwait(false) is { } frame) Take(frame);
        }
        finally
        {
            foreach (var call in _calls.Values) call.Cancel();
        }
    }

    private void Take(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Call:
                Begin(frame);
                return;
            case FrameType.Cancel:
                // It may have ended while the frame was on its way.
                if (_calls.TryGetValue(frame.Call, out var cancelled)) cancelled.Cancel();
                break;
            case FrameType.Response:
                if (_calls.TryGetValue(frame.Call, out var asking)) asking.Requests.Complete(frame.Payload);
                break;
            default:
                throw new FrameException($"A worker takes no frame of type {frame.Type}");
        }

        frame.Dispose();
    }

    private void Begin(Frame frame)
    {
        var head = FrameCodec.ReadHead<CallHead>(frame.Payload, out var input);
        if (_calls.Count >= MaxCalls) throw new FrameException($"A worker runs {MaxCalls} calls at most");
        var call = new RunningCall(frame.Call, head, _binding.Metadata.Name, _writer, _config, _time);
        if (!_calls.TryAdd(frame.Call, call)) throw new FrameException($"There is a call {frame.Call} already");
        ThreadPool.UnsafeQueueUserWorkItem(_ => _ = ServeAsync(call, frame, input), null);
    }

    private async Task ServeAsync(RunningCall call, Frame frame, ReadOnlyMemory<byte> input)
    {
        _current.Value = call.Log;
        try
        {
            var outcome = await _binding.Invoke(call.Context, input, services: null, call.Context.Cancel).ConfigureAwait(false);
            call.Log.Flush();
            _calls.TryRemove(call.Number, out _);
            WriteResult(call.Number, outcome);
        }
        catch (IOException)
        {
            // The server is gone; the end of the input ends the process.
        }
        finally
        {
            _calls.TryRemove(call.Number, out _);
            call.Dispose();
            frame.Dispose();
        }
    }

    private void WriteResult(long call, FunctionOutcome outcome)
    {
        var (status, body) = outcome switch
        {
            FunctionOutcome.Succeeded succeeded => (ResultStatus.Succeeded, succeeded.Json),
            FunctionOutcome.Invalid invalid => (ResultStatus.InvalidInput, invalid.Errors),
            FunctionOutcome.Failed failed => (ResultStatus.Failed, FrameCodec.Write(new FailureMessage(failed.ErrorType, failed.ErrorMessage, failed.Stack))),
            _ => throw new InvalidOperationException($"There is no outcome {outcome}"),
        };
        _writer.Write(FrameType.Result, call, new[] { (byte)status }, body);
    }
}
