using System.Buffers;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Setup;

/// <summary>A file of the setup page, or of the pages that links in e-mails open.</summary>
/// <param name="path">Where it is.</param>
/// <param name="name">What it is called within this assembly.</param>
internal sealed class SetupPageFile(string path, string name, string contentType, string operationId) : IEndpoint
{
    /// <summary>Nothing but the page's own files and the server that it comes from (Content Security Policy Level 3).</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'";

    private const string SharedStyle = "admin/setup.css";

    private readonly Lazy<byte[]> _content = new(() => Load(name));

    public static SetupPageFile Script => new("/admin/setup.js", "admin/setup.js", "text/javascript; charset=utf-8", "system_get_admin_script");

    public static SetupPageFile Style => new("/admin/setup.css", SharedStyle, "text/css; charset=utf-8", "system_get_admin_style");

    public static SetupPageFile AccountScript => new("/auth/account.js", "auth/account.js", "text/javascript; charset=utf-8", "system_get_account_script");

    public static SetupPageFile AccountStyle => new("/auth/account.css", SharedStyle, "text/css; charset=utf-8", "system_get_account_style");

    public Operation Operation { get; } = new("GET", path, operationId, Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public Task Handle(HttpContext context, Caller caller)
    {
        Send(context, _content.Value, contentType);
        return Task.CompletedTask;
    }

    /// <summary>Sends a file with the rights of the page.</summary>
    public static void Send(HttpContext context, ReadOnlySpan<byte> content, string contentType)
    {
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.ContentType = contentType;
        response.ContentLength = content.Length;
        response.BodyWriter.Write(content);
    }

    /// <summary>The content of a file that is part of this assembly.</summary>
    public static byte[] Load(string name)
    {
        using var resource = typeof(SetupPageFile).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
