namespace TinyBase.Functions.Versions;

/// <summary>A version of a function that was uploaded.</summary>
internal sealed record FunctionVersion
{
    public required string Id { get; init; }

    public required string FunctionName { get; init; }

    public required string ContentHash { get; init; }

    public required long FileSize { get; init; }

    /// <summary>The address of who uploaded it; null if they are gone or were no user.</summary>
    public string? DeployedByEmail { get; init; }

    public required string DeployedAt { get; init; }

    public string? Notes { get; init; }

    public required long ExecutionCount { get; init; }
}
