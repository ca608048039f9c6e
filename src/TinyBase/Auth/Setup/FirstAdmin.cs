using TinyBase.Audit;
using TinyBase.Storage;

namespace TinyBase.Auth.Setup;

/// <summary>The first admin, logged in.</summary>
internal sealed record FirstSession(User Admin, TokenPair Pair);

/// <summary>Makes the first admin and their session in one write: of several at once, one makes the admin.</summary>
internal sealed class FirstAdmin(Database database, SessionStore sessions, TokenCache cache, UserEvents events)
{
    /// <summary>Makes the admin; a user with the address becomes it, with the new password and without their sessions.</summary>
    /// <returns>Null if there is an admin already.</returns>
    public Task<FirstSession?> Make(string email, string passwordHash, SessionOrigin origin, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (UserStore.PutFirstAdmin(session, email, passwordHash) is not ({ } admin, var change)) return Written.Undo<FirstSession?>(null);
                if (change == UserChange.Created) events.Registered(session, admin.Id, admin.Email, by.RequestId);
                var begun = sessions.Begin(session, admin, origin, by);
                events.LoggedIn(session, admin, by.RequestId);
                AuditTrail.Add(session, new AuditEntry(by, "auth.setup", "user", admin.Id) { ObjectName = admin.Email });
                return Written.Keep<FirstSession?>(new FirstSession(admin, begun.Outcome!.Pair));
            },
            committed: _ => cache.Clear(),
            cancel: cancel);
}
