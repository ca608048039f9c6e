namespace TinyBase.Client;

/// <summary>A user who has just registered.</summary>
public sealed record Registration
{
    /// <summary>The id of the user.</summary>
    public required Guid Id { get; init; }

    /// <summary>The e-mail address, as stored.</summary>
    public required string Email { get; init; }
}
