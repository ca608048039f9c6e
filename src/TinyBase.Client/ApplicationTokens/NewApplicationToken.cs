namespace TinyBase.Client;

/// <summary>An application token that is to be made.</summary>
/// <param name="Name">The name for people, at most 200 characters.</param>
public sealed record NewApplicationToken(string Name)
{
    /// <summary>What it is for, at most 500 characters. Default: null, nothing.</summary>
    public string? Description { get; init; }

    /// <summary>In how many days it expires, 1 to 36,500. Default: null, never.</summary>
    public int? ExpiresDays { get; init; }

    /// <summary>What it may do. Default: null, whatever an admin may.</summary>
    public ApplicationTokenScopes? Scopes { get; init; }
}
