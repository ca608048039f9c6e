using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using TinyBase.Extensions.Packages.Running;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Serving;

/// <summary>The static pages of an extension, for everybody.</summary>
internal sealed class GetExtensionPage(ExtensionHost host) : IEndpoint
{
    /// <summary>Nothing from elsewhere, and no script or style in a page itself (Content Security Policy Level 3).</summary>
    private const string Policy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    public Operation Operation { get; } = new("GET", "/ext/{name}/{**path}", "system_get_extension_page", Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = (string)context.GetRouteValue("name")!;
        var path = context.GetRouteValue("path") as string;
        if (host.Find(name)?.Pages is { } pages)
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            if (path is null && !context.Request.Path.Value!.EndsWith('/'))
            {
                // Relative to where it is: right behind every proxy, whatever it cuts off.
                context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                context.Response.Headers.Location = $"{name}/{context.Request.QueryString}";
                return;
            }

            if (await pages.Send(context, path ?? string.Empty).ConfigureAwait(false)) return;
        }

        await Answers.Problem(context, StatusCodes.Status404NotFound, "Not Found").ConfigureAwait(false);
    }
}
