using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

using TinyBase.Hosting;

namespace TinyBase.OpenApi;

/// <summary>The content of a file, kept compressed and sent so to whoever takes it.</summary>
internal sealed class DocsContent
{
    /// <summary>
    /// Nothing from another origin and no script in the page (Content Security Policy Level 3). Swagger UI has its icons in <c>data:</c>
    /// addresses.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
        + "form-action 'none'; base-uri 'none'";

    private readonly byte[] _compressed;
    private readonly string _hash;

    public DocsContent(byte[] compressed)
    {
        _compressed = compressed;
        _hash = Base64Url.EncodeToString(SHA256.HashData(compressed));
    }

    /// <summary>Compresses a content.</summary>
    public static DocsContent Compress(Stream content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) content.CopyTo(gzip);
        return new DocsContent(compressed.ToArray());
    }

    /// <summary>Sends it with the rights of the page, or says that the client has it.</summary>
    public void Send(HttpContext context, string contentType)
    {
        var isCompressed = Accepts(context.Request.Headers.AcceptEncoding);
        var response = context.Response;
        var headers = response.Headers;
        // Two encodings are two representations (RFC 9110, section 8.8.3.3).
        var tag = isCompressed ? $"\"{_hash}-gzip\"" : $"\"{_hash}\"";
        headers.ETag = tag;
        headers.CacheControl = "no-cache";
        headers.Append("Vary", "Accept-Encoding");
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        if (EntityTags.IfNoneMatch(context.Request)?.Match(tag) == true)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var content = isCompressed ? _compressed : Decompressed();
        if (isCompressed) headers.ContentEncoding = "gzip";
        response.ContentType = contentType;
        response.ContentLength = content.Length;
        response.BodyWriter.Write(content);
    }

    private static bool Accepts(StringValues header) =>
        StringWithQualityHeaderValue.TryParseList(header!, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is null or > 0);

    private byte[] Decompressed()
    {
        using var gzip = new GZipStream(new MemoryStream(_compressed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
