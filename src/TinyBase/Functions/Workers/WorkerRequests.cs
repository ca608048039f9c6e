using System.Buffers.Binary;

using Microsoft.Extensions.Logging;

using TinyBase.Functions.Callbacks;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Workers;

/// <summary>Answers what the clients of calls send through the pipe of their worker.</summary>
internal sealed partial class WorkerRequests(CallbackRequests requests, ILogger<WorkerRequests> logger)
{
    private const int NumberSize = 4;

    /// <summary>Begins to answer a request; the frame may be gone when it is answered.</summary>
    /// <param name="call">The call that it belongs to; null if that has ended.</param>
    /// <param name="calls">How many calls the process has.</param>
    /// <exception cref="FrameException">It is none, or one too many.</exception>
    public void Begin(Frame frame, RunningCall? call, int calls, FrameWriter writer, WorkerTraffic traffic)
    {
        if (frame.Payload.Length < NumberSize) throw new FrameException("A request has no number");
        var number = BinaryPrimitives.ReadUInt32LittleEndian(frame.Payload.Span);
        var head = FrameCodec.ReadHead<RequestHead>(frame.Payload[NumberSize..], out var body);
        var size = frame.Payload.Length;
        var hasRoom = traffic.Begin(size, calls);
        var request = new CallbackRequest(head.Method, head.Path, head.Headers, hasRoom ? body.ToArray() : []);
        var callNumber = frame.Call;
        _ = Task.Run(async () =>
        {
            await Answer(callNumber, number, request, call, hasRoom, writer).ConfigureAwait(false);
            traffic.End(size);
        });
    }

    private async Task Answer(long callNumber, uint number, CallbackRequest request, RunningCall? call, bool hasRoom, FrameWriter writer)
    {
        try
        {
            var answer = !hasRoom ? CallbackAnswer.Refused(429, "The requests of a function that are under way are too large together")
                : await Answer(request, call).ConfigureAwait(false);
            var head = FrameCodec.WriteHead(new ResponseHead(answer.Status, answer.Headers));
            var numbered = new byte[NumberSize + head.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(numbered, number);
            head.CopyTo(numbered, NumberSize);
            await writer.WriteAsync(FrameType.Response, callNumber, numbered, answer.Body, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The call or its process has ended; nobody waits for the answer.
        }
        catch (Exception error)
        {
            Log.Failed(logger, error, request.Method, request.Path);
        }
    }

    private async Task<CallbackAnswer> Answer(CallbackRequest request, RunningCall? call)
    {
        if (call is null || call.Ended.IsCancellationRequested) return CallbackAnswer.Refused(403, "The call has ended, and with it the right to send requests");
        if (!call.TryBeginRequest()) return CallbackAnswer.Refused(429, "A call may have only so many requests under way at once");
        try
        {
            return await requests.Send(request, call.Run, call.Ended).ConfigureAwait(false);
        }
        finally
        {
            call.EndRequest();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6110, LogLevel.Error, "A request of a function was not answered: {Method} {Path}")]
        public static partial void Failed(ILogger logger, Exception error, string method, string path);
    }
}
