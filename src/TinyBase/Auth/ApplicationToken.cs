namespace TinyBase.Auth;

/// <summary>A row of the table of application tokens, with times as they are answered. The token itself is not kept.</summary>
internal sealed record ApplicationToken
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string? Description { get; init; }

    /// <summary>The id of the user or of the application token who made it; null for the operator.</summary>
    public required string? CreatedBy { get; init; }

    public required string CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute; null for never.</summary>
    public required string? LastUsedAt { get; init; }

    /// <summary>Null for never.</summary>
    public required string? ExpiresAt { get; init; }

    public required bool IsActive { get; init; }

    /// <summary>What its value begins with; null for a token from before there were any.</summary>
    public string? Prefix { get; init; }

    /// <summary>What it may do, as JSON; null for whatever an admin may.</summary>
    public string? Scopes { get; init; }
}

/// <summary>What an application token is to be.</summary>
/// <param name="ExpiresDays">In how many days it expires, 1 to <see cref="MaxExpiresDays"/>; null for never.</param>
/// <param name="Scopes">What it may do; null for whatever an admin may.</param>
internal sealed record NewApplicationToken(string Name, string? Description, int? ExpiresDays, TokenScopes? Scopes = null)
{
    /// <summary>In code points, as the next one.</summary>
    public const int MaxName = 200;

    public const int MaxDescription = 500;

    public const int MaxExpiresDays = 36_500;
}

/// <summary>What to change about an application token; what is null stays as it is.</summary>
internal sealed record ApplicationTokenChange(string? Name, NewDescription? Description, bool? IsActive, TokenScopes? Scopes = null);

/// <summary>A description that is to be set, or to be removed with null.</summary>
internal sealed record NewDescription(string? Text);

/// <summary>An application token at the only time when its value is known.</summary>
internal sealed record IssuedApplicationToken(ApplicationToken Token, string Value);
