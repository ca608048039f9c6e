using System.Text.Json.Nodes;

namespace TinyBase.Audit;

/// <summary>One thing that somebody did, or tried to do.</summary>
/// <param name="Actor">Who, and from where.</param>
/// <param name="Action">What, such as <c>user.delete</c>.</param>
/// <param name="ObjectType">The kind of thing that it was done to, such as <c>user</c>.</param>
/// <param name="ObjectId">The id of that thing; null where it has none.</param>
internal sealed record AuditEntry(Actor Actor, string Action, string ObjectType, string? ObjectId)
{
    /// <summary>What people call that thing; null for nothing.</summary>
    public string? ObjectName { get; init; }

    /// <summary>Whether it was done. Default: true.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>What else there is to know, without secrets; null for nothing.</summary>
    public JsonObject? Details { get; init; }
}
