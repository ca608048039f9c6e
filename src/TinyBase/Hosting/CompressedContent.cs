using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TinyBase.Hosting;

/// <summary>Content that many ask for, kept compressed (gzip, and Brotli if it was made so) and sent so to whoever takes it.</summary>
internal sealed class CompressedContent
{
    private const int PieceBytes = 16 * 1024;

    private readonly byte[] _gzip;
    private readonly byte[]? _brotli;
    private readonly string _hash;

    /// <summary>Takes what is compressed already.</summary>
    /// <param name="gzip">The content as gzip.</param>
    /// <param name="brotli">The same as Brotli, which is sent rather; null if there is none.</param>
    public CompressedContent(byte[] gzip, byte[]? brotli = null)
    {
        _gzip = gzip;
        _brotli = brotli;
        _hash = Base64Url.EncodeToString(SHA256.HashData(gzip));
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
        var (encoding, compressed) = Choose(context.Request.Headers.AcceptEncoding);
        var response = context.Response;
        // Two encodings are two representations (RFC 9110, section 8.8.3.3).
        var tag = encoding is null ? $"\"{_hash}\"" : $"\"{_hash}-{encoding}\"";
        response.Headers.ETag = tag;
        response.Headers.Append("Vary", "Accept-Encoding");
        if (EntityTags.IfNoneMatch(context.Request)?.Match(tag) == true)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (encoding is not null) response.Headers.ContentEncoding = encoding;
        response.ContentType = contentType;
        response.ContentLength = encoding is null ? Length : compressed.Length;
        await (encoding is null ? Decompress(response.Body, context.RequestAborted) : Copy(compressed, response.Body, context.RequestAborted)).ConfigureAwait(false);
    }

    private static async Task Copy(byte[] content, Stream body, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> piece;
        for (var sent = 0; sent < content.Length; sent += piece.Length)
        {
            piece = content.AsMemory(sent, Math.Min(PieceBytes, content.Length - sent));
            await body.WriteAsync(piece, cancel).ConfigureAwait(false);
        }
    }

    private async Task Decompress(Stream body, CancellationToken cancel)
    {
        var gzip = new GZipStream(new MemoryStream(_gzip), CompressionMode.Decompress);
        await using var _ = gzip.ConfigureAwait(false);
        await gzip.CopyToAsync(body, PieceBytes, cancel).ConfigureAwait(false);
    }

    /// <summary>How long it is; the format ends with that (RFC 1952, section 2.3.1).</summary>
    private uint Length => BinaryPrimitives.ReadUInt32LittleEndian(_gzip.AsSpan(^sizeof(uint)));

    private (string? Encoding, byte[] Content) Choose(StringValues header)
    {
        if (_brotli is not null && Accepts(header, "br")) return ("br", _brotli);
        return (Accepts(header, "gzip") ? "gzip" : null, _gzip);
    }

    private static bool Accepts(StringValues header, string wanted) =>
        StringWithQualityHeaderValue.TryParseList(header!, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals(wanted, StringComparison.OrdinalIgnoreCase) && encoding.Quality is null or > 0);
}
