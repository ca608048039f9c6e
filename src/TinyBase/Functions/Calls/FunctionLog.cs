using Microsoft.Extensions.Logging;

namespace TinyBase.Functions.Calls;

/// <summary>What functions log and how they fail, in the server's log.</summary>
internal static partial class FunctionLog
{
    [LoggerMessage(EventId = 6001, Message = "[{Function}] {Text} [{CallId}]")]
    public static partial void Line(ILogger logger, LogLevel level, string function, string text, string callId);

    [LoggerMessage(EventId = 6002, Message = "[{Function}] {Text} {Fields} [{CallId}]")]
    public static partial void LineWithFields(ILogger logger, LogLevel level, string function, string text, string fields, string callId);

    [LoggerMessage(6003, LogLevel.Warning, "[{Function}] failed with {ErrorType}: {ErrorMessage} [{CallId}, request {RequestId}]")]
    public static partial void Failed(
        ILogger logger, string function, string errorType, string errorMessage, string callId, string requestId);

    [LoggerMessage(6004, LogLevel.Warning, "[{Function}] has no row while it runs [{CallId}]")]
    public static partial void NotRecorded(ILogger logger, Exception error, string function, string callId);
}
