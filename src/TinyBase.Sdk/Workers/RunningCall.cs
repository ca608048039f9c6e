using TinyBase.Sdk.Calls;
using TinyBase.Sdk.Frames;

namespace TinyBase.Sdk.Workers;

/// <summary>A call that a worker runs.</summary>
internal sealed class RunningCall : IDisposable
{
    // Nobody connects to it: requests go through the pipe.
    private static readonly Uri Address = new("http://tinybase/");

    private readonly CancellationTokenSource _timeUp;
    private readonly CancellationTokenSource _cancel;

    public RunningCall(long number, CallHead head, string function, BlockingFrameWriter writer, FunctionConfig config, TimeProvider time)
    {
        Number = number;
        Log = new CallLog(number, head.LogLevel, writer, time);
        Requests = new CallRequests(number, writer);
        _timeUp = new CancellationTokenSource(head.DeadlineMs > 0 ? TimeSpan.FromMilliseconds(head.DeadlineMs) : Timeout.InfiniteTimeSpan, time);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(_timeUp.Token);
        Context = new FunctionContext(
            new CallDetails
            {
                Name = function,
                CallId = head.CallId,
                RequestId = head.RequestId,
                UserId = head.UserId,
                Email = head.Email,
                IsAdmin = head.IsAdmin,
                Trigger = head.Trigger,
                TriggerId = head.TriggerId,
            },
            new CallServices
            {
                Log = Log,
                Config = config,
                Connect = () => new ServerConnection(Requests, Address),
                Time = time,
                MaxResultBytes = head.MaxResultBytes > 0 ? Math.Min(head.MaxResultBytes, FrameFormat.LargestResult) : FrameFormat.LargestResult,
                Cancel = _cancel.Token,
                TimeUp = _timeUp.Token,
            });
    }

    public long Number { get; }

    public CallLog Log { get; }

    public CallRequests Requests { get; }

    public FunctionContext Context { get; }

    /// <summary>Cancels it away from the reading thread: what the function registered for it may take its time.</summary>
    public void Cancel()
    {
        try
        {
            _ = _cancel.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended at this moment.
        }
    }

    public void Dispose()
    {
        _timeUp.Dispose();
        _cancel.Dispose();
        Requests.Dispose();
    }
}
