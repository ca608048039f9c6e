using System.Reflection;

using Microsoft.AspNetCore.Http;

using Swashbuckle.AspNetCore.SwaggerUI;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>A file of the page under <c>/docs</c>: of our own, or of Swagger UI as its package embeds it.</summary>
internal sealed class DocsFile(string name, string contentType, string operationId, Func<CompressedContent> load) : IEndpoint
{
    private const string JavaScript = "text/javascript; charset=utf-8";
    private const string Css = "text/css; charset=utf-8";

    /// <summary>
    /// Nothing from another origin and no script in the page (Content Security Policy Level 3). Swagger UI has its icons in <c>data:</c>
    /// addresses.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
        + "form-action 'none'; base-uri 'none'";

    private readonly Lazy<CompressedContent> _content = new(load);

    public static DocsFile Script => Own("docs.js", JavaScript, "system_get_docs_script");

    public static DocsFile Style => Own("docs.css", Css, "system_get_docs_style");

    public static DocsFile SwaggerScript => Swagger("swagger-ui-bundle.js", JavaScript, "system_get_swagger_script");

    public static DocsFile SwaggerStyle => Swagger("swagger-ui.css", Css, "system_get_swagger_style");

    public Operation Operation { get; } = new("GET", $"/docs/{name}", operationId, Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public Task Handle(HttpContext context, Caller caller) => Send(context, _content.Value, contentType);

    /// <summary>Sends a file with the rights of the page.</summary>
    public static Task Send(HttpContext context, CompressedContent content, string contentType)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        return content.Send(context, contentType);
    }

    /// <summary>Reads a file that is part of this assembly.</summary>
    public static CompressedContent Load(string name)
    {
        using var content = Open(typeof(DocsFile).Assembly, $"docs/{name}");
        return CompressedContent.Write(content.CopyTo);
    }

    private static DocsFile Own(string name, string contentType, string operationId) => new(name, contentType, operationId, () => Load(name));

    private static DocsFile Swagger(string name, string contentType, string operationId) =>
        new(name, contentType, operationId, () => LoadSwagger(name));

    private static CompressedContent LoadSwagger(string name)
    {
        // The package keeps its files compressed.
        using var resource = Open(typeof(SwaggerUIOptions).Assembly, $"Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.{name}");
        var compressed = new byte[resource.Length];
        resource.ReadExactly(compressed);
        return new CompressedContent(compressed);
    }

    private static Stream Open(Assembly assembly, string resource) =>
        assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no '{resource}'.");
}
