namespace TinyBase.Client;

/// <summary>What a logout ends.</summary>
public enum LogoutScope
{
    /// <summary>Every session of the user, on all devices.</summary>
    AllSessions,

    /// <summary>Only the session that the token belongs to.</summary>
    ThisSession,
}
