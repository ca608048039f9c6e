namespace TinyBase.Client;

/// <summary>What a login gives. Not a record, so that no text of it shows the tokens.</summary>
public sealed class LoginResult
{
    /// <summary>The token that calls carry.</summary>
    public required string AccessToken { get; init; }

    /// <summary>The token that buys the next pair of tokens when the access token has expired.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>The id of the user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The e-mail address of the user, as stored.</summary>
    public required string Email { get; init; }

    /// <summary>Whether the user is an admin.</summary>
    public required bool IsAdmin { get; init; }
}
