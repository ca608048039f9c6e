using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>The page that shows the API and tries it out. It reads the document as whoever looks at it may.</summary>
internal sealed class DocsPage : IEndpoint
{
    private readonly Lazy<CompressedContent> _page = new(() => DocsFile.Load("docs.html"));

    public Operation Operation { get; } = new("GET", "/docs", "system_get_docs_page", Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public Task Handle(HttpContext context, Caller caller)
    {
        if (context.Request.Path.Value!.EndsWith('/'))
        {
            // The page names its files relative to the address without a slash. A relative address keeps any prefix.
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = "../docs";
            return Task.CompletedTask;
        }

        return DocsFile.Send(context, _page.Value, "text/html; charset=utf-8");
    }
}
