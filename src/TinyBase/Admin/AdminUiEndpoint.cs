using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Admin;

/// <summary>The pages of the admin UI or of the auth portal, which are one, with their files.</summary>
internal sealed class AdminUiEndpoint(AdminUi ui, string folder, string operationId) : IEndpoint
{
    private const string AdminFolder = "admin";

    public static AdminUiEndpoint Admin(AdminUi ui) => new(ui, AdminFolder, "system_get_admin_page");

    public static AdminUiEndpoint Portal(AdminUi ui) => new(ui, "auth", "system_get_auth_page");

    public Operation Operation { get; } = new("GET", $"/{folder}/{{**path}}", operationId, Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public Task Handle(HttpContext context, Caller caller) =>
        ui.Answer(context, context.GetRouteValue("path") as string, folder == AdminFolder);
}
