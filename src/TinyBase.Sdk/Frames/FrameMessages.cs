using System.Text.Json;

namespace TinyBase.Sdk.Frames;

/// <summary>The first line of a call; the input follows.</summary>
internal sealed record CallHead
{
    public required string CallId { get; init; }

    public required string RequestId { get; init; }

    public Guid? UserId { get; init; }

    public string? Email { get; init; }

    public bool IsAdmin { get; init; }

    public Trigger Trigger { get; init; }

    public string? TriggerId { get; init; }

    /// <summary>How long the call may take from now, in milliseconds; 0 for any time.</summary>
    public int DeadlineMs { get; init; }

    /// <summary>The largest result, in bytes; 0 for what fits into a frame.</summary>
    public int MaxResultBytes { get; init; }

    // Settable, since generated metadata gives init-only properties no default.
    public LogLevelName LogLevel { get; set; } = LogLevelName.Info;
}

/// <summary>How grave a log line is.</summary>
internal enum LogLevelName
{
    Debug,
    Info,
    Warning,
    Error,

    /// <summary>Told from errors only where lines are picked by their level: people read it as one.</summary>
    Critical,
}

/// <summary>How a call ended; the first byte of a result.</summary>
internal enum ResultStatus : byte
{
    Succeeded = 0,
    Failed = 1,
    InvalidInput = 2,
}

/// <summary>What follows the status of a call that failed.</summary>
internal sealed record FailureMessage(string ErrorType, string ErrorMessage, string? Stack);

/// <summary>A line of a call's log.</summary>
internal sealed record LogMessage(LogLevelName Level, string Message, DateTimeOffset Time, IReadOnlyDictionary<string, JsonElement> Fields);

/// <summary>The first line of a request; its body follows.</summary>
/// <param name="Path">Path and query.</param>
internal sealed record RequestHead(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>The first line of a response; its body follows.</summary>
internal sealed record ResponseHead(int Status, IReadOnlyDictionary<string, string> Headers);
