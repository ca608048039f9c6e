using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>What is known of an application token; the token itself is only in the answer that made it.</summary>
public sealed record ApplicationToken
{
    /// <summary>The id of the token.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it was not revoked.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Whether it counts: active and not expired.</summary>
    public required bool IsValid { get; init; }

    /// <summary>What its value begins with; null for one that was made before there were prefixes.</summary>
    public string? Prefix { get; init; }

    /// <summary>What it may do; null for whatever an admin may.</summary>
    public ApplicationTokenScopes? Scopes { get; init; }
}

/// <summary>The answer to the list of application tokens.</summary>
internal sealed class ApplicationTokenListAnswer : IJsonOnDeserialized
{
    public required IReadOnlyList<ApplicationToken> Tokens { get; init; }

    public void OnDeserialized() => NoNulls.Check(Tokens);
}
