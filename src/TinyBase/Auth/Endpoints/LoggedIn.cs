namespace TinyBase.Auth.Endpoints;

/// <summary>The answer to a login, a refresh or the setup.</summary>
/// <param name="AdminCreated">Whether the setup link made this admin just now. No login makes an admin.</param>
internal sealed record LoggedIn(
    string AccessToken, string RefreshToken, string TokenType, string UserId, string Email, bool IsAdmin, bool AdminCreated)
{
    public static LoggedIn With(User user, TokenPair pair, bool adminCreated = false) => new(
        pair.Access.Value, pair.Refresh.Value, "bearer", user.Id, user.Email, user.IsAdmin, adminCreated);
}
