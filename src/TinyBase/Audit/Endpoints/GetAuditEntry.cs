using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Audit.Endpoints;

/// <summary>One entry of the audit log.</summary>
internal sealed class GetAuditEntry(AuditLog audit) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/admin/audit/{id}", "admin_get_audit_entry", Access.Admin);

    public OperationDescription Description => new("Get an entry of the audit log")
    {
        Answers = [new(200, "The entry", Shape.Of<AuditView>()), new(404, "There is no such entry, or it was too old")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        await (await audit.Find(id, context.RequestAborted).ConfigureAwait(false) is { } row
            ? Answers.Json(context, StatusCodes.Status200OK, AuditView.Of(row), WireJson.Wire.AuditView)
            : Answers.Problem(context, StatusCodes.Status404NotFound, $"Audit entry '{id}' not found")).ConfigureAwait(false);
    }
}
