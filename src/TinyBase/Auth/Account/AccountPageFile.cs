using System.Buffers;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Account;

/// <summary>A file of the pages that links in e-mails open.</summary>
internal sealed class AccountPageFile(string name, string contentType, string operationId) : IEndpoint
{
    /// <summary>Nothing but the page's own files and the server that it comes from (Content Security Policy Level 3).</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'";

    private readonly Lazy<byte[]> _content = new(() => Load(name));

    public static AccountPageFile Script => new("account.js", "text/javascript; charset=utf-8", "system_get_account_script");

    public static AccountPageFile Style => new("account.css", "text/css; charset=utf-8", "system_get_account_style");

    public Operation Operation { get; } = new("GET", $"/auth/{name}", operationId, Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public Task Handle(HttpContext context, Caller caller)
    {
        Send(context, _content.Value, contentType);
        return Task.CompletedTask;
    }

    /// <summary>Sends a file with the policy of the page.</summary>
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
        using var resource = typeof(AccountPageFile).Assembly.GetManifestResourceStream("auth/" + name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
