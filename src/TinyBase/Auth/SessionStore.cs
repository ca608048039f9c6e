using Dapper;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>The two tokens of a login or a refresh.</summary>
internal sealed record TokenPair(IssuedToken Access, IssuedToken Refresh);

/// <summary>A new session's tokens, and which sessions gave way to it.</summary>
internal sealed record BegunSession(TokenPair Pair, IReadOnlyList<string> Ended);

/// <summary>
/// Sessions and the ids of their tokens. A token that is not here is worth nothing, whatever its signature says.
/// </summary>
internal sealed class SessionStore(Database database, Tokens tokens, TokenCache cache, TimeProvider clock)
{
    /// <summary>What the audit log calls a login, be it one or not.</summary>
    public const string LoginAction = "auth.login";

    /// <summary>Begins a session.</summary>
    /// <param name="loggedIn">Told within the write.</param>
    /// <returns>Its tokens, or null if the user was deleted or changed the password since it was checked.</returns>
    public async Task<TokenPair?> Begin(
        User user, SessionOrigin origin, Action<WriteSession> loggedIn, Actor by, CancellationToken cancel)
    {
        var begun = await database.Writer.Run(
            session =>
            {
                var written = Begin(session, user, origin, by);
                if (written.Keep) loggedIn(session);
                return written;
            },
            committed: begun =>
            {
                foreach (var id in begun!.Ended) cache.RevokeSession(id);
            },
            cancel: cancel).ConfigureAwait(false);
        return begun?.Pair;
    }

    /// <summary>Begins a session in a write of the caller's.</summary>
    public Written<BegunSession?> Begin(WriteSession session, User user, SessionOrigin origin, Actor by)
    {
        var hash = session.Connection.Ado.QuerySingleOrDefault<string>("SELECT password_hash FROM _user WHERE id = @Id", new { user.Id });
        if (hash != user.PasswordHash) return Written.Undo<BegunSession?>(null);
        var id = session.NextId().Id.ToString();
        var ended = SessionRows.Add(session, id, user.Id, origin, clock.GetUtcNow());
        var pair = tokens.IssuePair(user, id);
        SessionRows.AddTokens(session, id, pair);
        AuditTrail.Add(session, new AuditEntry(by, LoginAction, "user", user.Id) { ObjectName = user.Email });
        return Written.Keep<BegunSession?>(new BegunSession(pair, ended));
    }

    /// <summary>Whose token it is, if it is an access token that counts.</summary>
    public async Task<Caller?> FindCaller(TokenClaims claims, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var user = lease.Connection.Ado.QuerySingleOrDefault<(string Email, bool IsAdmin, string SessionId)?>(
            """
            SELECT u.email, u.is_admin, s.id FROM _auth_token t
            JOIN _session s ON s.id = t.session_id
            JOIN _user u ON u.id = s.user_id
            WHERE t.jti = @Id AND t.token_type = @Type AND u.id = @Subject
            """,
            new { claims.Id, Type = Tokens.AccessType, claims.Subject });
        return user is { } found ? Caller.User(claims.Subject!, found.Email, found.IsAdmin, found.SessionId) : null;
    }

    /// <summary>The sessions of a user that have not ended, the one used last first.</summary>
    public async Task<IReadOnlyList<Session>> List(string userId, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.Query<Session>(
            """
            SELECT id AS Id, user_agent AS UserAgent, address AS Address,
              created_at AS CreatedAt, last_used_at AS LastUsedAt, expires_at AS ExpiresAt
            FROM _session WHERE user_id = @userId AND expires_at > @now ORDER BY last_used_at DESC, id DESC
            """,
            new { userId, now = Timestamps.ToText(clock.GetUtcNow()) }).AsList();
    }

    /// <summary>Ends one session of a user.</summary>
    /// <returns>How many tokens it had; null if the user has no such session.</returns>
    public Task<int?> End(string userId, string sessionId, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                var ended = SessionRows.End(session, "id = @sessionId AND user_id = @userId", new { sessionId, userId });
                if (ended is not null) AuditTrail.Add(session, new AuditEntry(by, "auth.end_session", "session", sessionId));
                return new Written<int?>(ended, Keep: ended is not null);
            },
            committed: _ => cache.RevokeSession(sessionId),
            cancel: cancel);

    /// <summary>Ends all sessions of a user.</summary>
    /// <returns>How many tokens they had.</returns>
    public Task<int> EndAll(string userId, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                AuditTrail.Add(session, new AuditEntry(by, "auth.logout", "user", userId));
                return Written.Keep(SessionRows.End(session, "user_id = @userId", new { userId }) ?? 0);
            },
            committed: _ => cache.Revoke(userId),
            cancel: cancel);

    /// <summary>
    /// Removes sessions and tokens whose time is up, in many small writes. They are looked for beside the writer; nobody is told, since
    /// they count no more.
    /// </summary>
    public async Task RemoveExpired(CancellationToken cancel)
    {
        await RemoveExpired("_session", "id", cancel).ConfigureAwait(false);
        await RemoveExpired("_auth_token", "jti", cancel).ConfigureAwait(false);
    }

    /// <summary>Ends all sessions of a user but one, as part of a write; the tokens are to be revoked once it is committed.</summary>
    /// <param name="sessionId">The session that goes on; null to end all.</param>
    public static void EndOthers(WriteSession write, string userId, string? sessionId) =>
        SessionRows.End(write, "user_id = @userId AND id IS NOT @sessionId", new { userId, sessionId });

    private async Task RemoveExpired(string table, string key, CancellationToken cancel)
    {
        const int AtOnce = 1000;
        var now = Timestamps.ToText(clock.GetUtcNow());
        List<string> expired;
        do
        {
            using (var lease = await database.Readers.Rent(cancel).ConfigureAwait(false))
            {
                var rows = lease.Connection.Prepare($"SELECT {key} FROM {table} WHERE expires_at <= ?1 LIMIT {AtOnce}");
                rows.Bind(1, now);
                expired = rows.All(row => row.Text(0));
            }

            if (expired.Count == 0) return;
            // One that was renewed meanwhile stays.
            await database.Writer.Run(
                session =>
                {
                    foreach (var id in expired) session.Connection.Change($"DELETE FROM {table} WHERE {key} = ?1 AND expires_at <= ?2", id, now);
                    return Written.Keep(true);
                },
                cancel: cancel).ConfigureAwait(false);
        }
        while (expired.Count == AtOnce);
    }
}
