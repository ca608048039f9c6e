using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>The API as this caller may use it, as an OpenAPI document.</summary>
internal sealed class GetOpenApi(ApiDocuments documents) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/openapi.json", "system_get_openapi", Access.Optional) { AnswersHead = true };

    public OperationDescription Description => new("This document")
    {
        Details = "It shows what the caller may use: with a token also what users or admins may do.",
        Parameters = [ParameterDescription.IfNoneMatch],
        Answers =
        [
            new(200, "The API (OpenAPI 3.1)", Shape.Inline(Schemas.AnyObject())) { HasETag = true },
            AnswerDescription.NotModified,
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var document = await documents.For(caller, context.RequestAborted).ConfigureAwait(false);
        var headers = context.Response.Headers;
        // Kept by the client itself, which asks each time whether it has changed.
        headers.CacheControl = "no-cache, private";
        headers.Append("Vary", "Authorization");
        await document.Send(context, "application/json").ConfigureAwait(false);
    }
}
