using Dapper;

using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>The rows of sessions and their tokens, as the writer changes them.</summary>
internal static class SessionRows
{
    /// <summary>The most sessions of one user; the one that was not used for longest gives way.</summary>
    public const int MaxPerUser = 100;

    /// <summary>The most access tokens of one session, and the most refresh tokens; the oldest give way.</summary>
    private const int MaxTokens = 50;

    /// <summary>Adds a session without tokens, and ends those of the user that are over or too many.</summary>
    /// <returns>The ids of sessions that ended before their time.</returns>
    public static IReadOnlyList<string> Add(WriteSession session, string id, string userId, SessionOrigin origin, DateTimeOffset time)
    {
        var connection = session.Connection.Ado;
        var now = Timestamps.ToText(time);
        connection.Execute("DELETE FROM _session WHERE user_id = @userId AND expires_at <= @now", new { userId, now });
        var ended = connection.Query<string>(
            """
            DELETE FROM _session WHERE id IN (
              SELECT id FROM _session WHERE user_id = @userId ORDER BY last_used_at DESC, id DESC LIMIT -1 OFFSET @others)
            RETURNING id
            """,
            new { userId, others = MaxPerUser - 1 }).AsList();
        connection.Execute(
            """
            INSERT INTO _session (id, user_id, user_agent, address, created_at, last_used_at, expires_at)
            VALUES (@id, @userId, @UserAgent, @Address, @now, @now, @now)
            """,
            new { id, userId, origin.UserAgent, origin.Address, now });
        return ended;
    }

    /// <summary>Adds tokens to a session, which lives as long as they do.</summary>
    /// <returns>Whether access tokens had to give way before their time.</returns>
    public static bool AddTokens(WriteSession session, string sessionId, TokenPair pair)
    {
        var connection = session.Connection.Ado;
        var gaveWay = false;
        foreach (var token in (IssuedToken[])[pair.Access, pair.Refresh])
        {
            connection.Execute(
                """
                INSERT INTO _auth_token (jti, session_id, token_type, created_at, expires_at)
                VALUES (@Id, @sessionId, @Type, @createdAt, @expiresAt);
                UPDATE _session SET expires_at = max(expires_at, @expiresAt) WHERE id = @sessionId;
                """,
                new
                {
                    token.Id,
                    sessionId,
                    token.Type,
                    createdAt = Timestamps.ToText(token.IssuedAt),
                    expiresAt = Timestamps.ToText(token.ExpiresAt),
                });
            var removed = connection.Execute(
                """
                DELETE FROM _auth_token WHERE rowid IN (
                  SELECT rowid FROM _auth_token WHERE session_id = @sessionId AND token_type = @Type
                  ORDER BY rowid DESC LIMIT -1 OFFSET @MaxTokens)
                """,
                new { sessionId, token.Type, MaxTokens });
            gaveWay |= removed > 0 && token.Type == Tokens.AccessType;
        }

        return gaveWay;
    }

    /// <summary>Removes the tokens of a session that are out of date, and refresh tokens that were used before a time.</summary>
    public static void RemoveOld(WriteSession session, string sessionId, DateTimeOffset now, DateTimeOffset usedBefore) =>
        session.Connection.Ado.Execute(
            "DELETE FROM _auth_token WHERE session_id = @sessionId AND (expires_at <= @now OR used_at < @usedBefore)",
            new { sessionId, now = Timestamps.ToText(now), usedBefore = Timestamps.ToText(usedBefore) });

    /// <summary>Ends the sessions that a condition names.</summary>
    /// <returns>How many tokens they had; null if there are no such sessions.</returns>
    public static int? End(WriteSession session, string condition, object parameters)
    {
        var connection = session.Connection.Ado;
        var tokens = connection.ExecuteScalar<int>(
            $"SELECT count(*) FROM _auth_token WHERE session_id IN (SELECT id FROM _session WHERE {condition})", parameters);
        return connection.Execute($"DELETE FROM _session WHERE {condition}", parameters) > 0 ? tokens : null;
    }
}
