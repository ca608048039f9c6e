using System.Text.Json.Nodes;

namespace TinyBase;

/// <summary>A function is called.</summary>
public sealed class FunctionCallEvent : HookEvent
{
    /// <summary>The name of the function.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The id of the call; null before it begins.</summary>
    public Guid? CallId { get; init; }

    /// <summary>The calling user; null for nobody known and for schedules.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The input. What a hook before the call changes here is what the function gets.</summary>
    public JsonObject Payload { get; init; } = [];

    /// <summary>What started the call.</summary>
    public Trigger Trigger { get; init; }

    internal override HookPoint Point => HookPoint.FunctionCall;

    internal override string? Subject => FunctionName;

    internal override string? OrderKey => CallId is { } id ? $"call/{id}" : null;
}

/// <summary>A call of a function has ended.</summary>
public sealed class FunctionCompleteEvent : HookEvent
{
    /// <summary>The name of the function.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The id of the call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The calling user; null for nobody known and for schedules.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What started the call.</summary>
    public Trigger Trigger { get; init; }

    /// <summary>How it ended: <c>succeeded</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The type of the error; null if it did not fail.</summary>
    public string? ErrorType { get; init; }

    internal override HookPoint Point => HookPoint.FunctionComplete;

    internal override string? Subject => FunctionName;

    internal override string? OrderKey => $"call/{CallId}";
}

/// <summary>A schedule fires.</summary>
public sealed class ScheduleFireEvent : HookEvent
{
    /// <summary>The id of the schedule.</summary>
    public required Guid ScheduleId { get; init; }

    /// <summary>The name of the schedule.</summary>
    public required string ScheduleName { get; init; }

    /// <summary>The function that it calls.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The time that it was due at, in UTC.</summary>
    public required DateTimeOffset DueAt { get; init; }

    internal override HookPoint Point => HookPoint.ScheduleFire;

    internal override string? Subject => FunctionName;

    internal override string? OrderKey => $"schedule/{ScheduleId}";
}
