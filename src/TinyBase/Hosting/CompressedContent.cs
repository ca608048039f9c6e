using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TinyBase.Hosting;

/// <summary>Content that many ask for, kept compressed (gzip) and sent so to whoever takes it.</summary>
internal sealed class CompressedContent
{
    private readonly byte[] _compressed;
    private readonly string _hash;

    /// <summary>Takes what is compressed already.</summary>
    public CompressedContent(byte[] compressed)
    {
        _compressed = compressed;
        _hash = Base64Url.EncodeToString(SHA256.HashData(compressed));
    }

    /// <summary>Compresses what is written.</summary>
    public static CompressedContent Write(Action<Stream> write)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) write(gzip);
        return new CompressedContent(compressed.ToArray());
    }

    /// <summary>Sends it, or says that the client has it.</summary>
    public void Send(HttpContext context, string contentType)
    {
        var isCompressed = Accepts(context.Request.Headers.AcceptEncoding);
        var response = context.Response;
        // Two encodings are two representations (RFC 9110, section 8.8.3.3).
        var tag = isCompressed ? $"\"{_hash}-gzip\"" : $"\"{_hash}\"";
        response.Headers.ETag = tag;
        response.Headers.Append("Vary", "Accept-Encoding");
        if (EntityTags.IfNoneMatch(context.Request)?.Match(tag) == true)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var content = isCompressed ? _compressed : Decompressed();
        if (isCompressed) response.Headers.ContentEncoding = "gzip";
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
