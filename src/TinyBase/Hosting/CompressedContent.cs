using System.Buffers.Binary;
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
    private const int PieceBytes = 16 * 1024;

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

    /// <summary>Sends it, or says that the client has it. No more is put down for a slow client than a small part.</summary>
    public async Task Send(HttpContext context, string contentType)
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

        if (isCompressed) response.Headers.ContentEncoding = "gzip";
        response.ContentType = contentType;
        response.ContentLength = isCompressed ? _compressed.Length : Length;
        await (isCompressed ? Copy(response.Body, context.RequestAborted) : Decompress(response.Body, context.RequestAborted)).ConfigureAwait(false);
    }

    private async Task Copy(Stream body, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> piece;
        for (var sent = 0; sent < _compressed.Length; sent += piece.Length)
        {
            piece = _compressed.AsMemory(sent, Math.Min(PieceBytes, _compressed.Length - sent));
            await body.WriteAsync(piece, cancel).ConfigureAwait(false);
        }
    }

    private async Task Decompress(Stream body, CancellationToken cancel)
    {
        var gzip = new GZipStream(new MemoryStream(_compressed), CompressionMode.Decompress);
        await using var _ = gzip.ConfigureAwait(false);
        await gzip.CopyToAsync(body, PieceBytes, cancel).ConfigureAwait(false);
    }

    /// <summary>How long it is; the format ends with that (RFC 1952, section 2.3.1).</summary>
    private uint Length => BinaryPrimitives.ReadUInt32LittleEndian(_compressed.AsSpan(^sizeof(uint)));

    private static bool Accepts(StringValues header) =>
        StringWithQualityHeaderValue.TryParseList(header!, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is null or > 0);
}
