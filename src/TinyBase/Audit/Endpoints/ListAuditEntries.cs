using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Audit.Endpoints;

/// <summary>The audit log, the newest entries first.</summary>
internal sealed class ListAuditEntries(AuditLog audit) : IEndpoint
{
    private static readonly string[] Kinds = ["user", "application", "operator", "system", "anonymous"];

    public Operation Operation { get; } = new("GET", "/api/admin/audit", "admin_list_audit_entries", Access.Admin);

    public OperationDescription Description => new("List the audit log")
    {
        Details = "The newest entries come first. Nothing can change or remove one; they go when they are older than `audit_keep_days`.",
        Parameters =
        [
            ParameterDescription.Query("actor_id", Schemas.Id(), "Only what this user or application token did."),
            ParameterDescription.Query("actor_kind", Schemas.OneOf(Kinds), "Only what this kind of caller did."),
            ParameterDescription.Query("action", Schemas.Text(), "Only this action; `user.*` stands for all that begin like this."),
            ParameterDescription.Query("object_type", Schemas.Text(), "Only what was done to this kind of thing."),
            ParameterDescription.Query("object_id", Schemas.Text(), "Only what was done to this thing."),
            ParameterDescription.Query("address", Schemas.Text(), "Only what came from this network address."),
            ParameterDescription.Query("succeeded", Schemas.Boolean(), "Only what was done, or only what failed."),
            ParameterDescription.Query("since", Schemas.Time(), "Not before this time."),
            ParameterDescription.Query("until", Schemas.Time(), "Before this time."),
            .. PageRange.Parameters,
        ],
        Answers = [new(200, "The entries", Shape.Of<AuditList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var filter = new AuditFilter
        {
            ActorId = query.Text("actor_id"),
            ActorKind = query.OneOf("actor_kind", Kinds),
            Action = query.Text("action"),
            ObjectType = query.Text("object_type"),
            ObjectId = query.Text("object_id"),
            Address = query.Text("address"),
            Succeeded = query.OptionalBoolean("succeeded"),
            Since = query.Time("since"),
            Until = query.Time("until"),
        };
        var range = PageRange.Of(query);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var (entries, total) = await audit.List(filter, range, context.RequestAborted).ConfigureAwait(false);
        var answer = new AuditList([.. entries.Select(AuditView.Of)], total, range.Limit, range.Offset);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.AuditList).ConfigureAwait(false);
    }
}

/// <summary>A page of the audit log.</summary>
internal sealed record AuditList(IReadOnlyList<AuditView> Entries, long Total, int Limit, int Offset);

/// <summary>An entry of the audit log.</summary>
/// <param name="ActorName">The address of the user, or the name of the application token, at that time.</param>
/// <param name="Succeeded">Whether it was done; false for a login that failed.</param>
/// <param name="RequestId">The request, as answers name it in <c>X-Request-Id</c>.</param>
internal sealed record AuditView(
    string Id,
    string CreatedAt,
    string ActorKind,
    string? ActorId,
    string? ActorName,
    string Action,
    bool Succeeded,
    string ObjectType,
    string? ObjectId,
    string? ObjectName,
    string? Address,
    string? RequestId,
    JsonObject? Details)
{
    public static AuditView Of(AuditRow row) => new(
        row.Id, row.CreatedAt, row.ActorKind, row.ActorId, row.ActorName, row.Action, row.Succeeded, row.ObjectType, row.ObjectId,
        row.ObjectName, row.Address, row.RequestId, row.Details is null ? null : JsonNode.Parse(row.Details)!.AsObject());
}
