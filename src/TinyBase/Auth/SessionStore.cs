using Dapper;

using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>The two tokens of a login.</summary>
internal sealed record TokenPair(IssuedToken Access, IssuedToken Refresh);

/// <summary>The ids of tokens that count. A token that is not here is worth nothing, whatever its signature says.</summary>
internal sealed class SessionStore(Database database, Tokens tokens, TokenCache cache, TimeProvider clock)
{
    /// <summary>Begins a session.</summary>
    /// <returns>Its tokens, or null if the user was deleted or changed the password since it was checked.</returns>
    public Task<TokenPair?> Begin(User user, CancellationToken cancel)
    {
        var pair = new TokenPair(tokens.Issue(user, Tokens.AccessType), tokens.Issue(user, Tokens.RefreshType));
        return database.Writer.Run(
            session =>
            {
                var connection = session.Connection.Ado;
                var hash = connection.QuerySingleOrDefault<string>("SELECT password_hash FROM _user WHERE id = @Id", new { user.Id });
                if (hash != user.PasswordHash) return Written.Undo<TokenPair?>(null);
                // A user who logs in again and again leaves no pile behind.
                connection.Execute(
                    "DELETE FROM _auth_token WHERE user_id = @Id AND expires_at < @now",
                    new { user.Id, now = Timestamps.ToText(clock.GetUtcNow()) });
                foreach (var token in (IssuedToken[])[pair.Access, pair.Refresh])
                {
                    connection.Execute(
                        """
                        INSERT INTO _auth_token (jti, user_id, token_type, scope, created_at, expires_at)
                        VALUES (@Id, @UserId, @Type, @Scope, @CreatedAt, @ExpiresAt)
                        """,
                        new
                        {
                            token.Id,
                            UserId = user.Id,
                            token.Type,
                            Scope = Tokens.UserScope,
                            CreatedAt = Timestamps.ToText(token.IssuedAt),
                            ExpiresAt = Timestamps.ToText(token.ExpiresAt),
                        });
                }

                return Written.Keep<TokenPair?>(pair);
            },
            cancel: cancel);
    }

    /// <summary>Whose token it is, if it is an access token that counts.</summary>
    public async Task<Caller?> FindCaller(TokenClaims claims, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var user = lease.Connection.Ado.QuerySingleOrDefault<(string Email, bool IsAdmin)?>(
            """
            SELECT u.email, u.is_admin FROM _auth_token t JOIN _user u ON u.id = t.user_id
            WHERE t.jti = @Id AND t.token_type = @Type AND u.id = @Subject
            """,
            new { claims.Id, Type = Tokens.AccessType, claims.Subject });
        return user is { } found ? Caller.User(claims.Subject, found.Email, found.IsAdmin, claims.Id) : null;
    }

    /// <summary>Ends all sessions of a user.</summary>
    /// <returns>How many tokens that were.</returns>
    public Task<int> EndAll(string userId, CancellationToken cancel) =>
        database.Writer.Run(
            session => Written.Keep(session.Connection.Ado.Execute("DELETE FROM _auth_token WHERE user_id = @userId", new { userId })),
            committed: _ => cache.Revoke(userId),
            cancel: cancel);

    /// <summary>Ends all sessions of a user but one, as part of a write; the tokens are to be revoked once it is committed.</summary>
    /// <param name="sessionId">The session that goes on; null to end all.</param>
    public static void EndOthers(WriteSession write, string userId, string? sessionId) =>
        write.Connection.Ado.Execute(
            "DELETE FROM _auth_token WHERE user_id = @userId AND jti IS NOT @sessionId", new { userId, sessionId });
}
