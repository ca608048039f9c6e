using System.Text.Json.Nodes;

using Dapper;

using TinyBase.Audit;
using TinyBase.Auth.Account;
using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>What a list of users is to have.</summary>
/// <param name="Search">A part of the address, in any case; null for all.</param>
/// <param name="IsAdmin">Only those with admin rights, or only those without; null for both.</param>
/// <param name="SortBy">A column.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
internal sealed record UserFilter(string? Search, bool? IsAdmin, string SortBy, bool Descending);

/// <summary>What to change about a user; what is null stays as it is.</summary>
internal sealed record UserUpdate(string? Email, string? PasswordHash, bool? IsAdmin);

/// <summary>What came of a change of a user: the user, or why nothing was changed; neither if there is no such user.</summary>
internal readonly record struct UserOutcome(User? User, string? Refusal = null)
{
    public const string EmailTaken = "Email already registered";
}

/// <summary>What admins do with users. Whether somebody is the last admin is decided inside the write.</summary>
internal sealed class UserAdministration(Database database, TokenCache cache, DeletedUsers deleted, CollectionCatalog collections)
{
    /// <summary>Users, and how many there are.</summary>
    public async Task<(IReadOnlyList<User> Users, long Total)> List(UserFilter filter, PageRange range, CancellationToken cancel)
    {
        const string where = "WHERE (@search IS NULL OR instr(email_key, @search) > 0) AND (@IsAdmin IS NULL OR is_admin = @IsAdmin)";
        var order = filter.SortBy == "email" ? "email_key" : filter.SortBy;
        var direction = filter.Descending ? "DESC" : "ASC";
        var parameters = new
        {
            search = filter.Search is null ? null : EmailAddress.Key(filter.Search), filter.IsAdmin, range.Limit, range.Offset,
        };
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var connection = lease.Connection.Ado;
        var users = connection.Query<User>(
            $"SELECT {UserStore.Columns} FROM _user {where} ORDER BY {order} {direction}, id {direction} LIMIT @Limit OFFSET @Offset", parameters).AsList();
        return (users, connection.ExecuteScalar<long>($"SELECT count(*) FROM _user {where}", parameters));
    }

    /// <summary>Makes a user.</summary>
    public Task<UserOutcome> Create(string email, string passwordHash, bool isAdmin, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (UserStore.Find(session.Connection, "email_key", EmailAddress.Key(email)) is not null) return Refused(UserOutcome.EmailTaken);
                var id = UserStore.Insert(session, email, passwordHash, isAdmin);
                AuditTrail.Add(session, Entry(by, "user.create", id, email) with { Details = new JsonObject { ["is_admin"] = isAdmin } });
                return Written.Keep(new UserOutcome(UserStore.Find(session.Connection, "id", id)));
            },
            cancel: cancel);

    /// <summary>Changes a user. Another password or other rights end the user's sessions.</summary>
    public Task<UserOutcome> Update(string id, UserUpdate wanted, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session => UserStore.Find(session.Connection, "id", id) is { } user
                ? Update(session, user, wanted, by)
                : Written.Undo(default(UserOutcome)),
            committed: _ => cache.Revoke(id),
            cancel: cancel);

    /// <summary>Deletes a user with their sessions. Their records stay, without owner.</summary>
    public Task<UserOutcome> Delete(string id, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (UserStore.Find(session.Connection, "id", id) is not { } user) return Written.Undo(default(UserOutcome));
                if (IsLastAdmin(session, user)) return Refused("Cannot delete the last admin user");
                foreach (var collection in collections.All) Disown(session, collection, user);
                session.Connection.Ado.Execute("DELETE FROM _user WHERE id = @Id", new { user.Id });
                AuditTrail.Add(session, Entry(by, "user.delete", user.Id, user.Email));
                return Written.Keep(new UserOutcome(user));
            },
            committed: outcome =>
            {
                cache.Revoke(id);
                if (outcome.User is not null) deleted.Add(id);
            },
            alone: true,
            purpose: "a user is being deleted",
            cancel: cancel);

    private static Written<UserOutcome> Update(WriteSession session, User user, UserUpdate wanted, Actor by)
    {
        if (wanted.Email is { } email
            && UserStore.Find(session.Connection, "email_key", EmailAddress.Key(email)) is { } other
            && other.Id != user.Id)
        {
            return Refused(UserOutcome.EmailTaken);
        }

        if (wanted.IsAdmin == false && IsLastAdmin(session, user)) return Refused("Cannot demote the last admin user");
        var difference = Difference(user, wanted);
        if (difference.Count == 0) return Written.Keep(new UserOutcome(user));
        session.Connection.Ado.Execute(
            """
            UPDATE _user SET email_verified_at = CASE WHEN @key IS NULL OR @key = email_key THEN email_verified_at END,
              email = coalesce(@Email, email), email_key = coalesce(@key, email_key),
              password_hash = coalesce(@PasswordHash, password_hash), is_admin = coalesce(@IsAdmin, is_admin), updated_at = @now
            WHERE id = @Id
            """,
            new
            {
                user.Id,
                wanted.Email,
                key = wanted.Email is null ? null : EmailAddress.Key(wanted.Email),
                wanted.PasswordHash,
                wanted.IsAdmin,
                now = Timestamps.ToText(session.NextId().Time),
            });
        AccountTokens.End(session, user.Id);
        if (difference.ContainsKey("password") || difference.ContainsKey("is_admin")) SessionStore.EndOthers(session, user.Id, sessionId: null);
        AuditTrail.Add(session, Entry(by, "user.update", user.Id, user.Email) with { Details = difference });
        return Written.Keep(new UserOutcome(UserStore.Find(session.Connection, "id", user.Id)));
    }

    private static JsonObject Difference(User user, UserUpdate wanted)
    {
        var difference = new JsonObject();
        if (wanted.Email is { } email && email != user.Email) difference["email"] = new JsonObject { ["from"] = user.Email, ["to"] = email };
        if (wanted.PasswordHash is not null) difference["password"] = "changed";
        if (wanted.IsAdmin is { } isAdmin && isAdmin != user.IsAdmin) difference["is_admin"] = new JsonObject { ["from"] = user.IsAdmin, ["to"] = isAdmin };
        return difference;
    }

    private static bool IsLastAdmin(WriteSession session, User user) =>
        user.IsAdmin
        && session.Connection.Ado.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM _user WHERE is_admin = 1 AND id <> @Id)", new { user.Id }) == 0;

    private static void Disown(WriteSession session, CollectionModel collection, User user)
    {
        var statement = session.Connection.Prepare(collection.Sql.Disown);
        statement.Bind(1, System.Text.Encoding.UTF8.GetBytes(user.Id));
        statement.Run();
    }

    private static Written<UserOutcome> Refused(string why) => Written.Undo(new UserOutcome(null, why));

    private static AuditEntry Entry(Actor by, string action, string id, string email) => new(by, action, "user", id) { ObjectName = email };
}
