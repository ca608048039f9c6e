using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore.Http;

using TinyBase.Auth.Portal;
using TinyBase.Configuration;
using TinyBase.Hosting;

namespace TinyBase.Admin;

/// <summary>How the pages of the admin UI and of the portal are sent: told where they are, and under a policy that lets nothing else in.</summary>
internal static class UiPage
{
    /// <summary>What a page has in place of its address; a page of the operator's own need not have it.</summary>
    private const string Base = """<base href="./">""";

    /// <summary>
    /// Nothing from another origin but the images that the settings name, no script and no style in the page (Content Security Policy
    /// Level 3).
    /// </summary>
    public static void SetPolicy(HttpContext context, PortalOptions portal)
    {
        var images = string.Concat(
            PortalImage.All(portal).Select(image => image.Source).OfType<string>().Distinct(StringComparer.Ordinal).Select(source => " " + source));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{images}; font-src 'self'; connect-src 'self'; "
            + "frame-ancestors 'none'; form-action 'none'; base-uri 'self'";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>Only files have a point in their last part: a file that there is not must not be answered with a page.</summary>
    public static bool NamesFile(string? path) => path is not null && path[(path.LastIndexOf('/') + 1)..].Contains('.', StringComparison.Ordinal);

    /// <summary>The address of a folder relative to the one that was asked for: right behind every proxy, whatever it cuts off.</summary>
    /// <param name="context">The request.</param>
    /// <param name="folder">The folder that the pages are in: <c>admin</c> or <c>auth</c>.</param>
    /// <param name="path">What was asked for below it; null for the folder itself.</param>
    public static string AddressOf(HttpContext context, string folder, string? path)
    {
        if (path is null && !context.Request.Path.Value!.EndsWith('/')) return folder + "/";
        var up = string.Concat(Enumerable.Repeat("../", path?.Count(letter => letter == '/') ?? 0));
        return up.Length > 0 ? up : "./";
    }

    /// <summary>The page with its address, and one thing that it is told.</summary>
    /// <param name="page">The page.</param>
    /// <param name="address">The address that all others in it are relative to.</param>
    /// <param name="name">The name of what it is told.</param>
    /// <param name="content">What it is told.</param>
    public static string Fill(string page, string address, string name, string content) =>
        page.Replace(Base, $"""<base href="{address}"><meta name="{name}" content="{WebUtility.HtmlEncode(content)}">""", StringComparison.Ordinal);

    /// <summary>Sends a page, which is asked for each time but sent only if it has changed.</summary>
    public static void Send(HttpContext context, string page)
    {
        var content = Encoding.UTF8.GetBytes(page);
        var response = context.Response;
        var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(content))}\"";
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = tag;
        if (response.StatusCode == StatusCodes.Status200OK && EntityTags.IfNoneMatch(context.Request)?.Match(tag) == true)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = content.Length;
        response.BodyWriter.Write(content);
    }

    /// <summary>Says why there is no page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ownFolder">The folder of the operator's own that should have it; null if it should have come with the program.</param>
    public static void SendMissing(HttpContext context, string? ownFolder)
    {
        var (reason, remedy) = ownFolder is null
            ? ("It was not part of the build of this server.", "Install Node 20 or later and build the server again: dotnet build. Packages of TinyBase always have it.")
            : ($"The setting admin_static_dir names a folder without an index.html: {ownFolder}", "Correct the setting, or leave it out to get the admin UI of TinyBase.");
        using var resource = typeof(UiPage).Assembly.GetManifestResourceStream("admin-missing.html")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        Send(context, reader.ReadToEnd()
            .Replace("{{reason}}", WebUtility.HtmlEncode(reason), StringComparison.Ordinal)
            .Replace("{{remedy}}", WebUtility.HtmlEncode(remedy), StringComparison.Ordinal));
    }
}
