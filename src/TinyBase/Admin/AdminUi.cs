using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using TinyBase.Auth.Setup;
using TinyBase.Configuration;
using TinyBase.Hosting;

namespace TinyBase.Admin;

/// <summary>
/// The admin UI: one page with its files. The page is told where it is and whether the setup link counts, so that it works behind any
/// prefix and has nothing to ask before it shows something.
/// </summary>
internal sealed partial class AdminUi : IDisposable
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>What the page has in place of its address; a page of the operator's own need not have it.</summary>
    private const string Base = """<base href="./">""";

    /// <summary>Nothing from another origin, no script and no style in the page (Content Security Policy Level 3).</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "frame-ancestors 'none'; form-action 'none'; base-uri 'self'";

    private readonly SetupLink _link;
    private readonly IAdminFiles? _files;
    private readonly string? _missingFolder;

    public AdminUi(TinyBaseOptions options, SetupLink link, ILogger<AdminUi> logger)
    {
        _link = link;
        if (options.Admin.StaticDir == AdminOptions.Builtin)
        {
            _files = new EmbeddedAdminFiles();
            return;
        }

        var folder = Path.GetFullPath(options.Admin.StaticDir, Path.GetFullPath(options.Root ?? Directory.GetCurrentDirectory()));
        if (Directory.Exists(folder))
        {
            _files = new FolderAdminFiles(folder);
            return;
        }

        _missingFolder = folder;
        Log.NoFolder(logger, folder);
    }

    /// <summary>Sends a file, or the page for everything that is the name of none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The path below <c>/admin/</c> or <c>/auth/</c>; null for these themselves.</param>
    /// <param name="isAdmin">Whether it is one below <c>/admin/</c>, where the files are.</param>
    public async Task Answer(HttpContext context, string? path, bool isAdmin)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        if (isAdmin && path is not null && path != "index.html" && _files is not null && await _files.Send(context, path).ConfigureAwait(false)) return;
        if (NamesFile(path)) await Answers.Problem(context, StatusCodes.Status404NotFound, "Not Found").ConfigureAwait(false);
        else await SendPage(context, path, isAdmin).ConfigureAwait(false);
    }

    public void Dispose() => (_files as IDisposable)?.Dispose();

    /// <summary>Only files have a point in their last part: a file that there is not must not be answered with a page.</summary>
    private static bool NamesFile(string? path) => path is not null && path != "index.html" && path[(path.LastIndexOf('/') + 1)..].Contains('.', StringComparison.Ordinal);

    private async Task SendPage(HttpContext context, string? path, bool isAdmin)
    {
        if (_files?.Index is not { } index)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            Send(context, Encoding.UTF8.GetBytes(MissingPage()));
            return;
        }

        var state = await _link.IsOpen(context.RequestAborted).ConfigureAwait(false) ? "open" : "done";
        var head = $"""<base href="{AddressOfAdmin(path, isAdmin, context)}"><meta name="tinybase-setup" content="{state}">""";
        Send(context, Encoding.UTF8.GetBytes(index.Replace(Base, head, StringComparison.Ordinal)));
    }

    /// <summary>The address of <c>/admin/</c> relative to the one that was asked for: right behind every proxy, whatever it cuts off.</summary>
    private static string AddressOfAdmin(string? path, bool isAdmin, HttpContext context)
    {
        var hasSlash = path is not null || context.Request.Path.Value!.EndsWith('/');
        if (!hasSlash) return "admin/";
        var up = string.Concat(Enumerable.Repeat("../", path?.Count(letter => letter == '/') ?? 0));
        if (isAdmin) return up.Length > 0 ? up : "./";
        return up + "../admin/";
    }

    private static void Send(HttpContext context, byte[] page)
    {
        var response = context.Response;
        var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(page))}\"";
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = tag;
        if (response.StatusCode == StatusCodes.Status200OK && EntityTags.IfNoneMatch(context.Request)?.Match(tag) == true)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = Html;
        response.ContentLength = page.Length;
        response.BodyWriter.Write(page);
    }

    private string MissingPage()
    {
        var (reason, remedy) = _missingFolder is null && _files is EmbeddedAdminFiles
            ? ("It was not part of the build of this server.", "Install Node 20 or later and build the server again: dotnet build. Packages of TinyBase always have it.")
            : ($"The setting admin_static_dir names a folder without an index.html: {_missingFolder}", "Correct the setting, or leave it out to get the admin UI of TinyBase.");
        using var resource = typeof(AdminUi).Assembly.GetManifestResourceStream("admin-missing.html")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd()
            .Replace("{{reason}}", WebUtility.HtmlEncode(reason), StringComparison.Ordinal)
            .Replace("{{remedy}}", WebUtility.HtmlEncode(remedy), StringComparison.Ordinal);
    }

    private static partial class Log
    {
        [LoggerMessage(10001, LogLevel.Warning, "There is no admin UI: admin_static_dir names {Folder}, which is no folder")]
        public static partial void NoFolder(ILogger logger, string folder);
    }
}
