using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using Dapper;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Auth.Portal;

/// <summary>
/// Codes with which an app gets a session of the user who signed in on the portal (RFC 6749, section 4.1, with the proof of RFC 7636). One
/// counts once, for a minute and while the session goes on that made it, for the address that it was made for, and for whoever has the secret
/// that the app began with.
/// </summary>
internal sealed class PortalCodes(Database database, SessionStore sessions, TokenCache cache, UserEvents events, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private const string Purpose = "portal_code";

    /// <summary>How many codes of a user count at a time; the oldest give way.</summary>
    private const int MaxOpen = 10;

    /// <summary>Makes a code.</summary>
    /// <param name="user">Whose session it is for.</param>
    /// <param name="redirectUrl">The address that the code is sent to, in its normal form.</param>
    /// <param name="challenge">The hash of the app's secret, as RFC 7636 has it for <c>S256</c>.</param>
    /// <returns>The code; null if the user has no session here, or no more.</returns>
    public Task<string?> Create(Caller user, string redirectUrl, string challenge, CancellationToken cancel)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return database.Writer.Run(
            session =>
            {
                if (user.SessionId is null || UserStore.FindBySession(session.Connection, user.SessionId) is null) return Written.Undo<string?>(null);
                var connection = session.Connection.Ado;
                var now = clock.GetUtcNow();
                connection.Execute("DELETE FROM _account_token WHERE expires_at <= @now", new { now = Timestamps.ToText(now) });
                connection.Execute(
                    """
                    DELETE FROM _account_token WHERE token_hash IN (
                      SELECT token_hash FROM _account_token WHERE user_id = @Id AND purpose = @Purpose
                      ORDER BY created_at DESC LIMIT -1 OFFSET @others)
                    """,
                    new { user.Id, Purpose, others = MaxOpen - 1 });
                connection.Execute(
                    "INSERT INTO _account_token (token_hash, user_id, session_id, purpose, email, created_at, expires_at) VALUES (@hash, @Id, @SessionId, @Purpose, @Email, @now, @expires)",
                    new
                    {
                        hash = HashOf(code, redirectUrl, challenge),
                        user.Id,
                        user.SessionId,
                        Purpose,
                        user.Email,
                        now = Timestamps.ToText(now),
                        expires = Timestamps.ToText(now + Lifetime),
                    });
                return Written.Keep<string?>(code);
            },
            cancel: cancel);
    }

    /// <summary>Begins a session with a code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="verifier">The secret that the app began with.</param>
    /// <param name="redirectUrl">The address that the code was sent to, in its normal form.</param>
    /// <returns>The user and the tokens; null if the code does not count.</returns>
    public async Task<RenewedSession?> Redeem(
        string code, string verifier, string redirectUrl, SessionOrigin origin, Actor by, CancellationToken cancel)
    {
        var hash = HashOf(code, redirectUrl, ChallengeOf(verifier));
        var redeemed = await database.Writer.Run(
            session => Redeem(session, hash, origin, by),
            committed: redeemed =>
            {
                foreach (var id in redeemed!.Session.Ended) cache.RevokeSession(id);
            },
            cancel: cancel).ConfigureAwait(false);
        return redeemed is null ? null : new RenewedSession(redeemed.User, redeemed.Session.Pair);
    }

    private Written<Redeemed?> Redeem(WriteSession session, byte[] hash, SessionOrigin origin, Actor by)
    {
        var userId = session.Connection.Ado.QuerySingleOrDefault<string>(
            """
            DELETE FROM _account_token WHERE token_hash = @hash AND purpose = @Purpose AND expires_at > @now
              AND EXISTS (SELECT 1 FROM _session WHERE id = session_id AND _session.expires_at > @now)
            RETURNING user_id
            """,
            new { hash, Purpose, now = Timestamps.ToText(clock.GetUtcNow()) });
        if (userId is null || UserStore.Find(session.Connection, "id", userId) is not { } user) return Written.Undo<Redeemed?>(null);
        var actor = by with { Kind = "user", Id = user.Id, Name = user.Email };
        if (sessions.Begin(session, user, origin, actor).Outcome is not { } begun) return Written.Undo<Redeemed?>(null);
        events.LoggedIn(session, user, by.RequestId);
        return Written.Keep<Redeemed?>(new Redeemed(user, begun));
    }

    /// <summary>What an app keeps to itself, as it was given to the portal (RFC 7636, section 4.2).</summary>
    private static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)));

    /// <summary>Over all that a code is bound to, so that it is not even found with anything else. None of it has a line feed.</summary>
    private static byte[] HashOf(string code, string redirectUrl, string challenge) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{code}\n{challenge}\n{redirectUrl}"));

    private sealed record Redeemed(User User, BegunSession Session);
}
