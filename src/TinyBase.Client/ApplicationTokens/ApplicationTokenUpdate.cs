namespace TinyBase.Client;

/// <summary>What to change about an application token; what is null stays as it is.</summary>
public sealed record ApplicationTokenUpdate
{
    /// <summary>The new name for people.</summary>
    public string? Name { get; init; }

    /// <summary>The new description.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the description is to be removed; it must be null then. Default: false.</summary>
    public bool RemoveDescription { get; init; }

    /// <summary>Whether the token is to count. A token that was revoked can be set active again.</summary>
    public bool? IsActive { get; init; }

    /// <summary>What it may do from now on; these scopes replace those it has. With <see cref="ApplicationTokenScopes.Admin"/> it is whatever an admin may.</summary>
    public ApplicationTokenScopes? Scopes { get; init; }
}
