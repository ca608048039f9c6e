namespace TinyBase.Functions.Calls;

/// <summary>A call as it is remembered.</summary>
internal sealed record FunctionCall
{
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";

    public required string Id { get; init; }

    public required string FunctionName { get; init; }

    public required string Status { get; init; }

    public required string TriggerType { get; init; }

    public string? TriggerId { get; init; }

    /// <summary>The calling user; null for everybody else.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>What kind of caller it was: anonymous, user, application, operator or system.</summary>
    public required string Principal { get; init; }

    /// <summary>The version that was uploaded; null for none.</summary>
    public string? VersionId { get; init; }

    public required string StartedAt { get; init; }

    public string? FinishedAt { get; init; }

    public long? DurationMs { get; init; }

    public long InputBytes { get; init; }

    public long? OutputBytes { get; init; }

    public string? ErrorType { get; init; }

    public string? ErrorMessage { get; init; }

    public string? ErrorStack { get; init; }

    /// <summary>Its input, where the function asks for it to be kept.</summary>
    public string? Payload { get; init; }

    /// <summary>Its result, likewise.</summary>
    public string? Result { get; init; }
}
