namespace TinyBase.Client;

/// <summary>A user of the server.</summary>
public sealed record User
{
    /// <summary>The id of the user.</summary>
    public required Guid Id { get; init; }

    /// <summary>The e-mail address, which is the name to log in with.</summary>
    public required string Email { get; init; }

    /// <summary>Whether the user is an admin.</summary>
    public required bool IsAdmin { get; init; }

    /// <summary>When the user was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
