using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.Workers;

/// <summary>How calls end that a worker does not bring to their own end.</summary>
internal static class WorkerEnd
{
    public static FunctionOutcome.Failed TimedOut { get; } = new("TimeoutError", "Function execution timeout");

    /// <summary>Its time went by while it waited: for its turn, or for a process that it could run in.</summary>
    public static FunctionOutcome.Failed NeverBegan { get; } =
        new("TimeoutError", "Function execution timeout: the call waited for its turn and never began");

    public static FunctionOutcome.Failed Cancelled { get; } = new("CancelledError", "Nobody waited for the call any more");

    /// <summary>As a call is remembered that a kill of the server cut off.</summary>
    public static FunctionOutcome.Failed ServerStopped { get; } = new("ServerStopped", "The server stopped before the call ended");

    public static FunctionOutcome.Failed OutOfMemory { get; } =
        new("MemoryError", "The process of the function took more memory than it may and was ended");

    public static FunctionOutcome.Failed TooManyThreads { get; } =
        new("MemoryError", "The process of the function had more threads than it may and was ended");

    public static FunctionOutcome.Failed BrokeProtocol { get; } =
        new("SubprocessError", "The process of the function wrote something else than it should and was ended");

    public static FunctionOutcome.Failed Unresponsive { get; } =
        new("SubprocessError", "The process of the function was ended, because another call did not stop when its time was up");

    public static FunctionOutcome.Failed Stopped { get; } = new("SubprocessError", "The server ended the process of the function");

    public static FunctionOutcome.Failed NotStarted { get; } = new("SubprocessError", "The process of the function could not be started");

    /// <summary>What it wrote to its error output is in the server's log: callers may be anybody.</summary>
    public static FunctionOutcome.Failed Crashed(int exitCode) =>
        new("SubprocessError", $"The process of the function ended before the call did (exit code {exitCode})");

    public static FunctionOutcome.Failed TooLarge(int maxBytes) => new("ResultSizeError", $"Result exceeds maximum size of {maxBytes} bytes");
}
