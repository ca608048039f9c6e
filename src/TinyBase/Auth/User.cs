namespace TinyBase.Auth;

/// <summary>A row of the table of users.</summary>
internal sealed record User
{
    public required string Id { get; init; }

    public required string Email { get; init; }

    public required string PasswordHash { get; init; }

    public required bool IsAdmin { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }

    /// <summary>When it was shown that the user can read the mail of the address; null for never.</summary>
    public string? EmailVerifiedAt { get; init; }
}
