using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Uninstalls an extension, at once.</summary>
internal sealed class DeleteExtension(ExtensionAdministration administration) : IEndpoint
{
    /// <summary>Says that code of the extension is still loaded: an answer of 204 has no body to say it in.</summary>
    public const string RestartHeader = "Restart-Needed";

    public Operation Operation { get; } = new("DELETE", ExtensionAnswers.PathOfOne, "extensions_delete_extension", Access.Admin);

    public OperationDescription Description => new("Uninstall an extension")
    {
        Details = "Its folder and its settings are removed; its tables stay. The header `Restart-Needed: true` says that its code is still loaded until the server is started anew.",
        Answers = [new(204, "It is uninstalled"), ExtensionAnswers.Missing, new(400, "Its folder cannot be removed")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.ExtensionName();
        var removed = await administration.Uninstall(name, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        if (removed is null)
        {
            await ExtensionAnswers.NotFound(context, name).ConfigureAwait(false);
            return;
        }

        if (removed.Problem is { } problem)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, problem).ConfigureAwait(false);
            return;
        }

        if (removed.RestartNeeded) context.Response.Headers[RestartHeader] = "true";
        await Answers.NoContent(context).ConfigureAwait(false);
    }
}
