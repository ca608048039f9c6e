namespace TinyBase.Client;

/// <summary>How far a server is set up.</summary>
public sealed record SetupStatus
{
    /// <summary>Whether the server has no users yet.</summary>
    public required bool NeedsSetup { get; init; }
}
