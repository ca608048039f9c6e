using Dapper;

using Microsoft.Extensions.Logging;

using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>
/// Exchanges refresh tokens. Each is meant to be used once: one that comes back later was copied, and nobody can tell which of the
/// two bearers is the user, so the session ends for both (RFC 9700, section 4.14.2).
/// </summary>
internal sealed partial class SessionRefresh(
    Database database, Tokens tokens, TokenCache cache, TimeProvider clock, ILogger<SessionRefresh> logger)
{
    /// <summary>How long after its first use a refresh token still counts: two tabs of a browser, or an answer that got lost.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>What became of a refresh.</summary>
    private enum Outcome
    {
        Renewed,
        Refused,
        Ended,
    }

    /// <summary>Exchanges a refresh token for a new pair in its session.</summary>
    /// <returns>The user and the pair; null if the token does not count, or no longer.</returns>
    public async Task<RenewedSession?> Renew(TokenClaims claims, SessionOrigin origin, CancellationToken cancel)
    {
        if (claims is not { Type: Tokens.RefreshType, SessionId: { } sessionId }) return null;
        var decided = await database.Writer.Run(
            session => Decide(session, claims, sessionId, origin),
            committed: decided =>
            {
                if (decided.Outcome == Outcome.Ended || decided.TokensGaveWay) cache.RevokeSession(sessionId);
            },
            cancel: cancel).ConfigureAwait(false);
        if (decided.Outcome == Outcome.Ended) Log.Reused(logger, sessionId, claims.Subject!);
        return decided.Renewed;
    }

    private Written<Decision> Decide(WriteSession session, TokenClaims claims, string sessionId, SessionOrigin origin)
    {
        var connection = session.Connection.Ado;
        var now = clock.GetUtcNow();
        if (claims.ExpiresAt <= now || UserStore.FindBySession(session.Connection, sessionId) is not { } user || user.Id != claims.Subject)
        {
            return Written.Undo(new Decision(Outcome.Refused));
        }

        // A token in its time that has gone from its session was used before.
        SessionRows.RemoveOld(session, sessionId, now, usedBefore: now - Grace);
        var known = connection.Execute(
            "UPDATE _auth_token SET used_at = coalesce(used_at, @now) WHERE jti = @Id AND session_id = @sessionId AND token_type = @Type",
            new { now = Timestamps.ToText(now), claims.Id, sessionId, claims.Type });
        if (known == 0)
        {
            SessionRows.End(session, "id = @sessionId", new { sessionId });
            return Written.Keep(new Decision(Outcome.Ended));
        }

        var pair = tokens.IssuePair(user, sessionId);
        connection.Execute(
            "UPDATE _session SET last_used_at = @now, user_agent = @UserAgent, address = @Address WHERE id = @sessionId",
            new { now = Timestamps.ToText(now), origin.UserAgent, origin.Address, sessionId });
        var gaveWay = SessionRows.AddTokens(session, sessionId, pair);
        return Written.Keep(new Decision(Outcome.Renewed, new RenewedSession(user, pair), gaveWay));
    }

    private sealed record Decision(Outcome Outcome, RenewedSession? Renewed = null, bool TokensGaveWay = false);

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "A refresh token was used again after its time. Session {SessionId} of user {UserId} was ended")]
        public static partial void Reused(ILogger logger, string sessionId, string userId);
    }
}

/// <summary>A session that goes on.</summary>
internal sealed record RenewedSession(User User, TokenPair Pair);
