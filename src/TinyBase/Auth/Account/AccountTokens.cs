using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using Dapper;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Mail;
using TinyBase.Storage;

namespace TinyBase.Auth.Account;

/// <summary>
/// Links that are sent to an address, to find out whether whoever asks can read its mail: 32 random bytes, of which only a hash is kept.
/// One counts once, for an hour.
/// </summary>
internal sealed class AccountTokens(
    Database database, MailQueue mails, TokenCache cache, CurrentSettings settings, MountPoint mount, TimeProvider clock)
{
    /// <summary>More than any of them has; a longer text is not even looked up.</summary>
    public const int MaxLength = 256;

    /// <summary>How many links of a kind a user can have open, so that nobody fills a mailbox.</summary>
    private const int MaxOpen = 3;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Whether links can be sent.</summary>
    public bool IsOn => mails.IsOn && settings.Options.Instance.PublicUrl is not null;

    /// <summary>
    /// Ends all links and codes of a user, which goes with every change of address, password or rights: they were sent to who the user was before,
    /// or asked for by whoever had found out the password.
    /// </summary>
    public static void End(WriteSession session, string userId) =>
        session.Connection.Ado.Execute("DELETE FROM _account_token WHERE user_id = @userId", new { userId });

    /// <summary>Sends a link to the address of an account, if there is one. Nothing that can be measured tells whether there is.</summary>
    public Task RequestReset(string email, Actor by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var user = UserStore.Find(session.Connection, "email_key", EmailAddress.Key(email));
            var sent = user is not null && Send(session, user, AccountPurpose.PasswordReset, user.Email);
            AuditTrail.Add(session, new AuditEntry(by, "auth.request_password_reset", "user", user?.Id) { ObjectName = email, Succeeded = sent });
            return Written.Keep(true);
        },
        committed: _ => mails.Wake(),
        cancel: cancel);

    /// <summary>Sends a link to a user's address, or to the one that they want to have.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="newEmail">The address they want; null to have the one confirmed that they have.</param>
    /// <param name="by">Who asks.</param>
    /// <returns>Why none was sent; null if one was.</returns>
    public Task<string?> RequestConfirmation(string userId, string? newEmail, Actor by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            if (UserStore.Find(session.Connection, "id", userId) is not { } user) return Written.Undo<string?>("There is no such user here");
            if (newEmail is not null && IsTaken(session, newEmail, user)) return Written.Undo<string?>(UserOutcome.EmailTaken);
            var purpose = newEmail is null ? AccountPurpose.EmailVerification : AccountPurpose.EmailChange;
            if (!Send(session, user, purpose, newEmail ?? user.Email)) return Written.Undo<string?>("There are enough links in the mail already");
            AuditTrail.Add(session, new AuditEntry(by, $"auth.request_{purpose.Name}", "user", user.Id) { ObjectName = newEmail ?? user.Email });
            return Written.Keep<string?>(null);
        },
        committed: _ => mails.Wake(),
        cancel: cancel);

    /// <summary>The address of the account that a link to reset a password is for; null if it does not count.</summary>
    public async Task<string?> EmailOf(string token, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, token, AccountPurpose.PasswordReset)?.User.Email;
    }

    /// <summary>Sets a password with a link. Whoever had found out the one before is out: all sessions end.</summary>
    /// <returns>Whether the link counted.</returns>
    public Task<bool> ResetPassword(string token, string passwordHash, Actor by, CancellationToken cancel) => Use(
        token,
        AccountPurpose.PasswordReset,
        by,
        (session, user, _) =>
        {
            session.Connection.Ado.Execute(
                "UPDATE _user SET password_hash = @passwordHash, updated_at = @now, email_verified_at = coalesce(email_verified_at, @now) WHERE id = @Id",
                new { user.Id, passwordHash, now = Now(session) });
            End(session, user.Id);
            SessionStore.EndOthers(session, user.Id, sessionId: null);
            return true;
        },
        cancel);

    /// <summary>Keeps with a link that a user can read the mail of their address.</summary>
    /// <returns>Whether the link counted.</returns>
    public Task<bool> VerifyEmail(string token, Actor by, CancellationToken cancel) => Use(
        token,
        AccountPurpose.EmailVerification,
        by,
        (session, user, email) => session.Connection.Ado.Execute(
            "UPDATE _user SET email_verified_at = @now WHERE id = @Id AND email = @email", new { user.Id, email, now = Now(session) }) > 0,
        cancel);

    /// <summary>Gives a user with a link the address that it was sent to.</summary>
    /// <returns>Whether the link counted and the address is still free.</returns>
    public Task<bool> ChangeEmail(string token, Actor by, CancellationToken cancel) => Use(
        token,
        AccountPurpose.EmailChange,
        by,
        (session, user, email) =>
        {
            if (IsTaken(session, email, user)) return false;
            session.Connection.Ado.Execute(
                "UPDATE _user SET email = @email, email_key = @key, email_verified_at = @now, updated_at = @now WHERE id = @Id",
                new { user.Id, email, key = EmailAddress.Key(email), now = Now(session) });
            End(session, user.Id);
            return true;
        },
        cancel);

    private static bool IsTaken(WriteSession session, string email, User user) =>
        UserStore.Find(session.Connection, "email_key", EmailAddress.Key(email)) is { } other && other.Id != user.Id;

    private static string Now(WriteSession session) => Timestamps.ToText(session.NextId().Time);

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private bool Send(WriteSession session, User user, AccountPurpose purpose, string email)
    {
        if (!IsOn) return false;
        var connection = session.Connection.Ado;
        var now = clock.GetUtcNow();
        connection.Execute("DELETE FROM _account_token WHERE expires_at <= @now", new { now = Timestamps.ToText(now) });
        var open = connection.ExecuteScalar<int>(
            "SELECT count(*) FROM _account_token WHERE user_id = @Id AND purpose = @Name", new { user.Id, purpose.Name });
        if (open >= MaxOpen) return false;
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        connection.Execute(
            "INSERT INTO _account_token (token_hash, user_id, purpose, email, created_at, expires_at) VALUES (@hash, @Id, @Name, @email, @now, @expires)",
            new { hash = HashOf(token), user.Id, purpose.Name, email, now = Timestamps.ToText(now), expires = Timestamps.ToText(now + Lifetime) });
        // In the fragment, which no browser sends anywhere and no log shows; and never with the host that a request names.
        return mails.Add(session, purpose.Mail, email, $"{settings.Options.Instance.PublicUrl}{mount.Prefix}/auth/{purpose.Page}#{token}");
    }

    private (User User, string Email)? Find(Connection connection, string token, AccountPurpose purpose)
    {
        var row = connection.Ado.QuerySingleOrDefault<(string UserId, string Email)?>(
            "SELECT user_id, email FROM _account_token WHERE token_hash = @hash AND purpose = @Name AND expires_at > @now",
            new { hash = HashOf(token), purpose.Name, now = Timestamps.ToText(clock.GetUtcNow()) });
        return row is { } found ? (UserStore.Find(connection, "id", found.UserId)!, found.Email) : null;
    }

    private Task<bool> Use(
        string token, AccountPurpose purpose, Actor by, Func<WriteSession, User, string, bool> work, CancellationToken cancel)
    {
        string? userId = null;
        return database.Writer.Run(
            session =>
            {
                if (Find(session.Connection, token, purpose) is not ({ } user, { } email) || !work(session, user, email)) return Written.Undo(false);
                userId = user.Id;
                session.Connection.Ado.Execute("DELETE FROM _account_token WHERE token_hash = @hash", new { hash = HashOf(token) });
                var actor = by with { Kind = "user", Id = user.Id, Name = user.Email };
                AuditTrail.Add(session, new AuditEntry(actor, $"auth.{purpose.Name}", "user", user.Id) { ObjectName = email });
                return Written.Keep(true);
            },
            committed: _ => cache.Revoke(userId!),
            cancel: cancel);
    }
}
