namespace TinyBase.Sdk.Calls;

/// <summary>What is known of a call when it begins.</summary>
internal sealed record CallDetails
{
    public required string Name { get; init; }

    public required string CallId { get; init; }

    public required string RequestId { get; init; }

    public Guid? UserId { get; init; }

    public string? Email { get; init; }

    public bool IsAdmin { get; init; }

    public Trigger Trigger { get; init; }

    public string? TriggerId { get; init; }
}
