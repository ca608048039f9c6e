using System.Buffers;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

namespace TinyBase.Hosting;

/// <summary>
/// The JSON body of a request in pooled memory, or what is wrong with it. What is read from it is valid until it is disposed.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>The largest body with credentials: anybody may send one, and it is held in memory until it is whole.</summary>
    public const int MaxCredentialBytes = 64 * 1024;

    private const string Missing = "missing";

    private readonly byte[]? _pooled;
    private readonly JsonDocument? _document;
    private readonly int _maxBytes;

    private RequestBody(byte[] pooled, int length, JsonDocument document)
    {
        _pooled = pooled;
        _document = document;
        Bytes = pooled.AsMemory(0, length);
    }

    private RequestBody(ValidationError problem) => Problem = problem;

    private RequestBody(int maxBytes) => _maxBytes = maxBytes;

    /// <summary>The value; undefined if there is a problem.</summary>
    public JsonElement Root => _document?.RootElement ?? default;

    /// <summary>Why the body cannot be read; null if it can, or if it is too large.</summary>
    public ValidationError? Problem { get; }

    /// <summary>The body as it was sent; empty if there is a problem.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether there is no body at all, which is a problem where one is needed.</summary>
    public bool IsEmpty => Problem is { Type: Missing };

    /// <summary>Whether it is larger than it may be.</summary>
    public bool IsTooLarge => _maxBytes > 0;

    /// <summary>Reads the whole body, up to a size.</summary>
    public static async ValueTask<RequestBody> Read(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes) return new RequestBody(maxBytes);

        var reader = context.Request.BodyReader;
        var result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
        while (!result.IsCompleted && result.Buffer.Length <= maxBytes)
        {
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
        }

        if (result.Buffer.Length > maxBytes)
        {
            // The server reads the rest of it, for a while, so that the client gets to see the answer.
            reader.AdvanceTo(result.Buffer.End);
            return new RequestBody(maxBytes);
        }

        var length = (int)result.Buffer.Length;
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
        result.Buffer.CopyTo(bytes);
        reader.AdvanceTo(result.Buffer.End);
        return Parse(context.Request.ContentType, bytes, length);
    }

    /// <summary>Answers for a body that cannot be read.</summary>
    /// <returns>Whether it did, so that there is nothing left to do.</returns>
    public async ValueTask<bool> Refused(HttpContext context)
    {
        if (_document is not null) return false;
        await (Problem is { } problem
            ? Answers.Unprocessable(context, problem)
            : Answers.Problem(
                context,
                StatusCodes.Status413PayloadTooLarge,
                $"Request body exceeds maximum size of {_maxBytes} bytes")).ConfigureAwait(false);
        return true;
    }

    public void Dispose()
    {
        _document?.Dispose();
        if (_pooled is not null) ArrayPool<byte>.Shared.Return(_pooled);
    }

    private static RequestBody Parse(string? contentType, byte[] bytes, int length)
    {
        var problem = Check(contentType, length);
        JsonDocument? document = null;
        problem ??= StrictJson.TryParse(bytes.AsMemory(0, length), firstLine: 1, out document);
        if (problem is null) return new RequestBody(bytes, length, document!);
        ArrayPool<byte>.Shared.Return(bytes);
        return new RequestBody(problem);
    }

    private static ValidationError? Check(string? contentType, int length)
    {
        if (length == 0) return new ValidationError(Missing, ["body"], "Field required");
        if (IsJson(contentType)) return null;
        // Not repeated: what is in it is not known, a password perhaps.
        return new ValidationError(
            "model_attributes_type",
            ["body"],
            "Input should be a valid dictionary or object to extract fields from (send it with Content-Type: application/json)");
    }

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType)) return true;
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        if (end >= 0) type = type[..end];
        type = type.Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
