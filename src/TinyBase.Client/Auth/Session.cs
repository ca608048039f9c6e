using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>A session of the user: a login that has not ended.</summary>
public sealed record Session
{
    /// <summary>The id of the session.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the user logged in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last login or refresh; other calls do not count.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>When the session ends unless it is refreshed before.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the program that logged in or refreshed last calls itself, at most 200 characters; null if it does not say.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The network address of the last login or refresh; null if it is not known.</summary>
    public string? Address { get; init; }

    /// <summary>Whether it is the session of the token that this call carried.</summary>
    public required bool Current { get; init; }
}

/// <summary>The answer to the list of sessions.</summary>
internal sealed class SessionListAnswer : IJsonOnDeserialized
{
    public required IReadOnlyList<Session> Sessions { get; init; }

    public void OnDeserialized() => NoNulls.Check(Sessions);
}
