using Dapper;

using TinyBase.Audit;
using TinyBase.Auth.Account;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>What became of making a user.</summary>
internal enum UserChange
{
    Created,
    Updated,
    EmailTaken,
}

/// <summary>Users in the database.</summary>
internal sealed class UserStore(Database database, TokenCache cache)
{
    /// <summary>What a <see cref="User"/> is read from.</summary>
    public const string Columns =
        "id AS Id, email AS Email, password_hash AS PasswordHash, is_admin AS IsAdmin, created_at AS CreatedAt, updated_at AS UpdatedAt, email_verified_at AS EmailVerifiedAt";

    /// <summary>The user with an address, whatever its case.</summary>
    public async Task<User?> FindByEmail(string email, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, "email_key", EmailAddress.Key(email));
    }

    /// <summary>The user with an id.</summary>
    public async Task<User?> FindById(string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, "id", id);
    }

    /// <summary>Whether there is any user.</summary>
    public async Task<bool> Any(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM _user)") == 1;
    }

    /// <summary>Whether there is any admin.</summary>
    public async Task<bool> AnyAdmin(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return AnyAdmin(lease.Connection);
    }

    /// <summary>Makes a user without admin rights.</summary>
    /// <param name="registered">Told of the new user's id within the write.</param>
    /// <returns>The new user's id, or null if the address is taken.</returns>
    public Task<string?> Register(
        string email, string passwordHash, Action<WriteSession, string> registered, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (Find(session.Connection, "email_key", EmailAddress.Key(email)) is not null) return Written.Undo<string?>(null);
                var id = Insert(session, email, passwordHash, isAdmin: false);
                registered(session, id);
                AuditTrail.Add(session, new AuditEntry(by, "auth.register", "user", id) { ObjectName = email });
                return Written.Keep<string?>(id);
            },
            cancel: cancel);

    /// <summary>Makes an admin, or makes an existing user one with a new password; that ends the user's sessions.</summary>
    public Task<UserChange> PutAdmin(string email, string passwordHash, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                var change = PutAdmin(session, email, passwordHash);
                AuditTrail.Add(session, new AuditEntry(by, "user.put_admin", "user", Find(session.Connection, "email_key", EmailAddress.Key(email))!.Id)
                {
                    ObjectName = email,
                });
                return Written.Keep(change);
            },
            committed: _ => cache.Clear(),
            cancel: cancel);

    /// <summary>Does the same in a write of the caller's, if there is no admin yet.</summary>
    /// <returns>The admin and whether there was such a user, or no admin if there is one already.</returns>
    public static (User? Admin, UserChange Change) PutFirstAdmin(WriteSession session, string email, string passwordHash)
    {
        if (AnyAdmin(session.Connection)) return default;
        var change = PutAdmin(session, email, passwordHash);
        return (Find(session.Connection, "email_key", EmailAddress.Key(email)), change);
    }

    /// <summary>The user of a session.</summary>
    public static User? FindBySession(Connection connection, string sessionId) => connection.Ado.QuerySingleOrDefault<User>(
        $"SELECT {Columns} FROM _user WHERE id = (SELECT user_id FROM _session WHERE id = @sessionId)", new { sessionId });

    private static bool AnyAdmin(Connection connection) =>
        connection.Any("SELECT 1 FROM _user WHERE is_admin = 1 LIMIT 1");

    private static UserChange PutAdmin(WriteSession session, string email, string passwordHash)
    {
        if (Find(session.Connection, "email_key", EmailAddress.Key(email)) is not { } user)
        {
            Insert(session, email, passwordHash, isAdmin: true);
            return UserChange.Created;
        }

        session.Connection.Ado.Execute(
            "UPDATE _user SET password_hash = @passwordHash, is_admin = 1, updated_at = @now WHERE id = @Id",
            new { passwordHash, now = Timestamps.ToText(session.NextId().Time), user.Id });
        AccountTokens.End(session, user.Id);
        SessionRows.End(session, "user_id = @Id", new { user.Id });
        return UserChange.Updated;
    }

    /// <summary>Changes a user's password, which ends the user's sessions.</summary>
    /// <param name="user">The user, with the password that was checked.</param>
    /// <param name="sessionId">The one session that goes on; null for none.</param>
    /// <returns>Whether it was still the password; if not, nothing was changed.</returns>
    public Task<bool> ChangePassword(User user, string newHash, string? sessionId, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                var changed = session.Connection.Ado.Execute(
                    "UPDATE _user SET password_hash = @newHash, updated_at = @now WHERE id = @Id AND password_hash = @PasswordHash",
                    new { newHash, now = Timestamps.ToText(session.NextId().Time), user.Id, user.PasswordHash });
                if (changed == 0) return Written.Undo(false);
                AccountTokens.End(session, user.Id);
                SessionStore.EndOthers(session, user.Id, sessionId);
                AuditTrail.Add(session, new AuditEntry(by, "auth.change_password", "user", user.Id) { ObjectName = user.Email });
                return Written.Keep(true);
            },
            committed: _ => cache.Revoke(user.Id),
            cancel: cancel);

    /// <summary>The user with a value in a column that is unique.</summary>
    public static User? Find(Connection connection, string column, string value) =>
        connection.Ado.QuerySingleOrDefault<User>($"SELECT {Columns} FROM _user WHERE {column} = @value", new { value });

    /// <summary>Adds a user whose address is free.</summary>
    /// <returns>The new user's id.</returns>
    public static string Insert(WriteSession session, string email, string passwordHash, bool isAdmin)
    {
        var made = session.NextId();
        var id = made.Id.ToString();
        session.Connection.Ado.Execute(
            """
            INSERT INTO _user (id, email, email_key, password_hash, is_admin, created_at, updated_at)
            VALUES (@id, @email, @key, @passwordHash, @isAdmin, @now, @now)
            """,
            new { id, email, key = EmailAddress.Key(email), passwordHash, isAdmin, now = Timestamps.ToText(made.Time) });
        return id;
    }
}
