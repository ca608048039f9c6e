using System.Text.Json;

using TinyBase.Functions.Calls;

namespace TinyBase.Functions.Endpoints;

/// <summary>A call, as admins see it in a list.</summary>
internal sealed record FunctionCallView(
    string Id,
    string FunctionName,
    string Status,
    string TriggerType,
    string? TriggerId,
    string? RequestedByUserId,
    string Principal,
    string? VersionId,
    string StartedAt,
    string? FinishedAt,
    long? DurationMs,
    long InputBytes,
    long? OutputBytes,
    string? ErrorType,
    string? ErrorMessage,
    string CreatedAt)
{
    public static FunctionCallView Of(FunctionCall call) => new(
        call.Id, call.FunctionName, call.Status, call.TriggerType, call.TriggerId, call.RequestedBy, call.Principal, call.VersionId,
        call.StartedAt, call.FinishedAt, call.DurationMs, call.InputBytes, call.OutputBytes, call.ErrorType, call.ErrorMessage, call.StartedAt);
}

/// <summary>Calls.</summary>
internal sealed record FunctionCallList(IReadOnlyList<FunctionCallView> Calls, long Total, int Limit, int Offset);

/// <summary>A call with all that is kept of it.</summary>
internal sealed record FunctionCallDetails(
    string Id,
    string FunctionName,
    string Status,
    string TriggerType,
    string? TriggerId,
    string? RequestedByUserId,
    string Principal,
    string? VersionId,
    string StartedAt,
    string? FinishedAt,
    long? DurationMs,
    long InputBytes,
    long? OutputBytes,
    string? ErrorType,
    string? ErrorMessage,
    string CreatedAt,
    string? ErrorStack,
    JsonElement? Payload,
    JsonElement? Result,
    IReadOnlyList<FunctionLogLineView> Log)
{
    public static FunctionCallDetails Of(FunctionCall call, IReadOnlyList<CallLogLine> log) => new(
        call.Id, call.FunctionName, call.Status, call.TriggerType, call.TriggerId, call.RequestedBy, call.Principal, call.VersionId,
        call.StartedAt, call.FinishedAt, call.DurationMs, call.InputBytes, call.OutputBytes, call.ErrorType, call.ErrorMessage, call.StartedAt,
        call.ErrorStack, Json(call.Payload), Json(call.Result), [.. log.Select(FunctionLogLineView.Of)]);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <summary>A line that a call has logged.</summary>
internal sealed record FunctionLogLineView(int Line, string Level, string LoggedAt, string Message, JsonElement? Fields)
{
    public static FunctionLogLineView Of(CallLogLine line) => new(
        line.Number,
        line.Level,
        Storage.Timestamps.ToText(line.Time),
        line.Message,
        line.Fields is { } fields ? JsonElement.Parse(fields) : null);
}

/// <summary>How the functions did in the last hours.</summary>
internal sealed record FunctionMetrics(int PeriodHours, IReadOnlyDictionary<string, FunctionMetricsView> Functions);

/// <summary>How one did.</summary>
internal sealed record FunctionMetricsView(
    long TotalCalls, long Succeeded, long Failed, double AvgDurationMs, long? P50DurationMs, long? P95DurationMs, long? P99DurationMs);
