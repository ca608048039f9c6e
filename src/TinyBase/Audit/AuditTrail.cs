using Dapper;

using TinyBase.Storage;

namespace TinyBase.Audit;

/// <summary>Writes the audit log. An entry about a write is part of that write: there is both or neither.</summary>
internal static class AuditTrail
{
    /// <summary>What a client made up is kept up to this length, in characters.</summary>
    private const int MaxText = 1000;

    /// <summary>Writes an entry as part of a write.</summary>
    public static void Add(WriteSession session, AuditEntry entry)
    {
        var made = session.NextId();
        session.Connection.Ado.Execute(
            """
            INSERT INTO _audit (id, created_at, actor_kind, actor_id, actor_name, action, succeeded,
              object_type, object_id, object_name, address, request_id, details)
            VALUES (@id, @at, @Kind, @actorId, @actorName, @Action, @Succeeded,
              @ObjectType, @objectId, @objectName, @Address, @RequestId, @details)
            """,
            new
            {
                id = made.Id.ToString(),
                at = Timestamps.ToText(made.Time),
                entry.Actor.Kind,
                actorId = entry.Actor.Id,
                actorName = Cut(entry.Actor.Name),
                entry.Action,
                entry.Succeeded,
                entry.ObjectType,
                objectId = Cut(entry.ObjectId),
                objectName = Cut(entry.ObjectName),
                entry.Actor.Address,
                entry.Actor.RequestId,
                details = entry.Details?.ToJsonString(),
            });
    }

    private static string? Cut(string? text) => text is { Length: > MaxText } ? text[..MaxText] : text;
}
