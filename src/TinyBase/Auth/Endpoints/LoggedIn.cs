namespace TinyBase.Auth.Endpoints;

/// <summary>The answer to a login or a refresh.</summary>
/// <param name="AdminCreated">Always false: no login makes an admin. Clients of the wire format expect it.</param>
internal sealed record LoggedIn(
    string AccessToken, string RefreshToken, string TokenType, string UserId, string Email, bool IsAdmin, bool AdminCreated)
{
    public static LoggedIn With(User user, TokenPair pair) => new(
        pair.Access.Value, pair.Refresh.Value, "bearer", user.Id, user.Email, user.IsAdmin, AdminCreated: false);
}
